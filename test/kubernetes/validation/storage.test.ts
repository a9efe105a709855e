import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

const asks = (storage: string) => ({ resources: { requests: { storage } } });

function claim(spec: Fields = {}, more: Fields = {}): Judged {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], ...asks("10Gi"), ...spec },
    ...more,
  } as Judged;
}

/** A claim as a cluster shows it. */
function live(spec: Fields, status: Fields): Judged {
  return claim(spec, { metadata: { name: "data", uid: "1" }, status });
}

const STAYS =
  "spec: may not change, but for resources.requests.storage and volumeAttributesClassName; keep it as it was, or make a new claim";

suite("claims", () => {
  test("ask for a size", async () => {
    assert.deepEqual(await refusals(claim({ resources: { limits: { storage: "1Gi" } } })), [
      'spec.resources[storage]: must be asked for; write requests: {storage: "1Gi"}',
    ]);
    assert.deepEqual(await refusals(claim(asks("0"))), [
      "spec.resources[storage]: 0 is not more than 0",
    ]);
  });

  test("have modes that there are", async () => {
    assert.deepEqual(await refusals(claim({ accessModes: ["RWO"] })), [
      'spec.accessModes[0]: "RWO" is none of ReadOnlyMany, ReadWriteMany, ReadWriteOnce, ReadWriteOncePod',
    ]);
    const both = { accessModes: ["ReadWriteOncePod", "ReadWriteOnce"] };
    assert.deepEqual(await refusals(claim(both)), [
      "spec.accessModes: ReadWriteOncePod stands alone; leave the other modes out, or this one",
    ]);
  });

  test("are warned of fractions of a byte", async () => {
    assert.deepEqual(await warnings(claim(asks("1500m"))), [
      'spec.resources.requests[storage]: "1500m" is not a whole number of bytes',
    ]);
  });

  test("have a source that was always ignored, or is checked", async () => {
    const other = { apiGroup: "example.com", kind: "Other", name: "NOT A NAME" };
    assert.deepEqual(await refusals(claim({ dataSource: { ...other, apiGroup: "NO GROUP" } })), []);
    const [said = ""] = await refusals(claim({ dataSourceRef: { ...other, apiGroup: "NO" } }));
    assert.match(said, /^spec\.dataSource\.apiGroup: "NO" is not a name/);
  });

  test("grow, also in other words, and keep everything else", async () => {
    const old = claim();
    assert.deepEqual(await refusalsOfUpdate(claim(asks("20Gi")), old), []);
    assert.deepEqual(await refusalsOfUpdate(claim(asks("10240Mi")), old), []);
    assert.deepEqual(await refusalsOfUpdate(claim(asks("5Gi")), old), [
      "spec.resources.requests.storage: claims cannot shrink; write 10Gi or more",
    ]);
    assert.deepEqual(await refusalsOfUpdate(claim({ accessModes: ["ReadWriteMany"] }), old), [
      STAYS,
    ]);
    assert.deepEqual(await refusalsOfUpdate(claim({ volumeMode: "Block" }), old), [
      STAYS,
      "volumeMode: may not change",
    ]);
  });

  test("get a class once", async () => {
    const fast = claim({ storageClassName: "fast" });
    assert.deepEqual(await refusalsOfUpdate(fast, claim()), []);
    assert.deepEqual(await refusalsOfUpdate(claim(), fast), [STAYS]);
    assert.deepEqual(await refusalsOfUpdate(claim({ storageClassName: "" }), fast), [STAYS]);
  });

  test("do not grow before a cluster bound them", async () => {
    const pending = live({}, { phase: "Pending" });
    assert.deepEqual(await refusalsOfUpdate(claim(asks("20Gi")), pending), [
      "spec: may not change before the claim is bound; keep it as it was, or make a new claim",
    ]);
  });

  test("come back from a growth that failed, since 1.32", async () => {
    const stuck = live(asks("50Gi"), { phase: "Bound", capacity: { storage: "10Gi" } });
    assert.deepEqual(await refusalsOfUpdate(claim(asks("20Gi")), stuck), []);
    assert.equal((await refusalsOfUpdate(claim(asks("20Gi")), stuck, 31)).length, 1);
    assert.equal((await refusalsOfUpdate(claim(asks("10Gi")), stuck)).length, 1);
  });
});

suite("PersistentVolumes", () => {
  const volume = (csi: Fields, spec: Fields = {}): Judged =>
    ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "disk" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        csi: { driver: "a.example.com", volumeHandle: "1", ...csi },
        ...spec,
      },
    }) as Judged;
  const zone = (key: string) => ({
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "Exists" }] }] },
    },
  });

  test("stay where they are", async () => {
    assert.deepEqual(await refusalsOfUpdate(volume({ volumeHandle: "2" }), volume({})), [
      "spec.persistentvolumesource: the source may not change; make a new PersistentVolume",
    ]);
    assert.deepEqual(await refusalsOfUpdate(volume({ readOnly: false }), volume({})), []);
    const secret = { controllerExpandSecretRef: { name: "a", namespace: "b" } };
    assert.deepEqual(await refusalsOfUpdate(volume(secret), volume({})), []);
    assert.equal((await refusalsOfUpdate(volume({}), volume(secret))).length, 1);
  });

  test("take the new name of a label of nodes, and no other", async () => {
    const old = volume({}, zone("failure-domain.beta.kubernetes.io/zone"));
    const renamed = volume({}, zone("topology.kubernetes.io/zone"));
    assert.deepEqual(await refusalsOfUpdate(renamed, old), []);
    assert.equal((await refusalsOfUpdate(old, renamed)).length, 1);
    assert.equal((await refusalsOfUpdate(volume({}), old)).length, 1);
    assert.deepEqual(await refusalsOfUpdate(old, volume({})), []);
  });
});

suite("storage.k8s.io", () => {
  const object = (kind: string, fields: Fields): Judged =>
    ({ apiVersion: "storage.k8s.io/v1", kind, metadata: { name: "fast" }, ...fields }) as Judged;
  const storageClass = (fields: Fields = {}) =>
    object("StorageClass", { provisioner: "a.example.com", ...fields });

  test("a StorageClass keeps what it makes volumes with", async () => {
    assert.deepEqual(await refusals(storageClass()), []);
    assert.deepEqual(await refusals(storageClass({ reclaimPolicy: "Recycle" })), [
      'reclaimPolicy: "Recycle" is none of Delete, Retain',
    ]);
    const changed = storageClass({ parameters: { type: "" }, allowVolumeExpansion: true });
    assert.deepEqual(await refusalsOfUpdate(changed, storageClass()), [
      "parameters: may not change; make a StorageClass of another name",
    ]);
  });

  test("a CSIDriver is told where tokens should go, since 1.35", async () => {
    const spec = { tokenRequests: [{ audience: "vault" }] };
    assert.equal((await warnings(object("CSIDriver", { spec }))).length, 1);
    assert.deepEqual(await warnings(object("CSIDriver", { spec }), 34), []);
    assert.deepEqual(await refusals(object("CSIDriver", { spec: undefined })), []);
  });

  test("a CSINode may change what it takes, since 1.35", async () => {
    const node = (count: number) =>
      object("CSINode", {
        spec: { drivers: [{ name: "a.example.com", nodeID: "n", allocatable: { count } }] },
      });
    assert.deepEqual(await refusalsOfUpdate(node(2), node(1)), []);
    assert.equal((await refusalsOfUpdate(node(2), node(1), 34)).length, 1);
  });

  test("a VolumeAttachment never changes", async () => {
    const attachment = (nodeName: string) =>
      object("VolumeAttachment", {
        spec: { attacher: "a.example.com", nodeName, source: { persistentVolumeName: "a" } },
      });
    assert.deepEqual(await refusalsOfUpdate(attachment("b"), attachment("a")), [
      "spec: may not change",
    ]);
  });
});
