import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function pod(...volumes: readonly Fields[]): Judged {
  const containers = [{ name: "app", image: "app:v1" }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web" },
    spec: { containers, volumes },
  } as Judged;
}

/** A volume of this name with this source; what the server would say of a pod with it. */
const of = (source: Fields, name = "data") => refusals(pod({ name, ...source }));

suite("volumes of pods", () => {
  test("are fine as people write them", async () => {
    const sources: readonly Fields[] = [
      { emptyDir: { sizeLimit: "1Gi" } },
      { configMap: { name: "settings", defaultMode: 0o644 } },
      { secret: { secretName: "keys", items: [{ key: "a", path: "b/c" }] } },
      { persistentVolumeClaim: { claimName: "data" } },
      { hostPath: { path: "/var/log" } },
    ];
    for (const source of sources) assert.deepEqual(await of(source), []);
  });

  test("have one source", async () => {
    // Without one, it is an emptyDir.
    assert.deepEqual(await of({}), []);
    assert.deepEqual(await of({ configMap: { name: "a" }, secret: { secretName: "b" } }), [
      "spec.volumes[0].configMap: a volume has one source, and secret is there already",
    ]);
  });

  test("have names that no other has", async () => {
    assert.deepEqual(
      await refusals(pod({ name: "a", emptyDir: {} }, { name: "a", emptyDir: {} })),
      ['spec.volumes[1].name: "a" is there twice'],
    );
    assert.deepEqual(await of({ emptyDir: {} }, "my_data"), [
      'spec.volumes[0].name: "my_data" is not a name: lower-case letters, digits and "-", a letter or digit at both ends; write "my-data"',
    ]);
  });

  test("have modes of files, which JSON cannot write in octal", async () => {
    assert.deepEqual(await of({ configMap: { name: "a", defaultMode: 644 } }), [
      "spec.volumes[0].configMap.defaultMode: 644 is not a file mode: it must lie between 0 and 511 (octal 0777); write 420, which is octal 0644",
    ]);
  });

  test("write files only within themselves", async () => {
    const at = (path: string) => of({ secret: { secretName: "a", items: [{ key: "k", path }] } });
    assert.deepEqual(await at("/etc/key"), [
      'spec.volumes[0].secret.items[0].path: "/etc/key" is absolute: write a relative path, such as "etc/key"',
    ]);
    assert.deepEqual(await at("../key"), [
      'spec.volumes[0].secret.items[0].path: "../key" leads upwards: write it without ".."',
    ]);
    assert.deepEqual(await at("..key"), [
      'spec.volumes[0].secret.items[0].path: "..key" begins with "..": such names are the kubelet\'s own',
    ]);
    assert.deepEqual(await at("a/..key"), []);
  });

  test("say which two projected sources write one file", async () => {
    const items = [{ key: "a", path: "config.yaml" }];
    const sources = [{ configMap: { name: "a", items } }, { secret: { name: "b", items } }];
    assert.deepEqual(await of({ projected: { sources } }), [
      'spec.volumes[0].projected: two sources write the file "config.yaml"',
    ]);
  });

  test("ask for tokens that last", async () => {
    const token = { path: "token", expirationSeconds: 60 };
    assert.deepEqual(await of({ projected: { sources: [{ serviceAccountToken: token }] } }), [
      "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: 60 seconds are too short for a token; write 600 or more",
    ]);
  });

  test("know what the downward API can tell in a file", async () => {
    const file = { path: "ip", fieldRef: { fieldPath: "status.podIP" } };
    assert.deepEqual(await of({ downwardAPI: { items: [file] } }), [
      'spec.volumes[0].downwardAPI.fieldRef.fieldPath: "status.podIP" is not among the fields to be had here: metadata.annotations, metadata.labels, metadata.name, metadata.namespace, metadata.uid',
    ]);
  });

  test("take a claim that is theirs alone", async () => {
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const scratch = { name: "scratch", ephemeral: { volumeClaimTemplate: { spec } } };
    const thief = { name: "b", persistentVolumeClaim: { claimName: "web-scratch" } };
    assert.deepEqual(await refusals(pod(scratch, thief)), [
      "spec.volumes[1].persistentVolumeClaim.claimName: is the claim that an ephemeral volume of this pod makes for itself",
    ]);
  });

  test("of kinds whose gate is off are dropped unseen", async () => {
    const podCertificate = { signerName: "", keyType: "none" };
    assert.deepEqual(await of({ projected: { sources: [{ podCertificate }] } }), []);
  });
});

suite("PersistentVolumes", () => {
  const volume = (spec: Fields): Judged =>
    ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "disk" },
      spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, ...spec },
    }) as Judged;

  test("need a size, a mode and, where they are local, a node", async () => {
    const bare = { accessModes: [], capacity: {}, local: { path: "/mnt" } };
    assert.deepEqual(await refusals(volume(bare)), [
      "spec.accessModes: must have at least one mode, such as ReadWriteOnce",
      'spec.capacity: must be given; write {storage: "1Gi"}',
      "spec.nodeAffinity: must say which node has the local volume",
    ]);
    assert.deepEqual(await refusals(volume({})), [
      "spec: names no kind of volume; give it a source",
    ]);
  });

  test("are warned of where no node mounts them any more", async () => {
    const rbd = { monitors: ["ceph:6789"], image: "disk" };
    assert.deepEqual(await warnings(volume({ rbd })), [
      "spec.rbd: deprecated since 1.28; no node mounts it since 1.31; use a CSI driver",
    ]);
  });

  test("have label values checked since 1.33, and classes of attributes since 1.34", async () => {
    const required = (value: string) => ({
      nodeSelectorTerms: [{ matchExpressions: [{ key: "zone", operator: "In", values: [value] }] }],
    });
    const odd = volume({ local: { path: "/mnt" }, nodeAffinity: { required: required("a b") } });
    assert.equal((await refusals(odd, 33)).length, 1);
    assert.deepEqual(await refusals(odd, 32), []);
    const gold = volume({ nfs: { server: "a", path: "/" }, volumeAttributesClassName: "gold" });
    assert.deepEqual(await refusals(gold, 34), [
      "spec.csi: must be the source where volumeAttributesClassName is given",
    ]);
    assert.deepEqual(await refusals(gold, 33), []);
  });
});
