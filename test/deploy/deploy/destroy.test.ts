import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import { type KubeObject, refOf, titleOf } from "../../../src/client/object.ts";
import { type DestroyOptions, destroy } from "../../../src/deploy/destroy.ts";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { expectDelete } from "../../control-plane/deletes.ts";
import { claim, namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Objects } from "../plan/objects.ts";
import { deployTo, said } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "destroy-data";
const beside = "destroy-beside";

const storage = {
  accessModes: ["ReadWriteOnce"],
  storageClassName: "destroy-data",
  resources: { requests: { storage: "1Gi" } },
};

/** A release with data of each sort: a claim, one of a template, and a password that was made up. */
function release(place: string, password: string): Desired {
  const make = new Objects(place);
  const templates = { volumeClaimTemplates: [{ metadata: { name: "rows" }, spec: storage }] };
  const login = make.secret("login", { PASSWORD: password });
  const objects = [
    namespace(place) as KubeObject,
    login,
    make.secret("given", { TOKEN: "given-token" }),
    make.configMap("words", { greeting: "hello" }),
    claim(place, "files", at, "ReadWriteOnce") as KubeObject,
    make.statefulSet("store", { replicas: 1, ...templates }),
  ];
  const wanted = objects.map((object) => ({
    ...plainWanted(object),
    ...(object === login && { keeps: ["PASSWORD"] }),
  }));
  return { release: { name: "shop", namespace: place }, wanted, images: {} };
}

describe("destroying a release", { skip: missing ?? false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
    const provisioner = "ebs.csi.aws.com";
    const metadata = { name: at };
    const made = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata, provisioner };
    await cluster.apply(made, { manager: "test" });
  });
  after(async () => {
    await plane!.kubectl(["delete", "namespace", at, beside, "--ignore-not-found", "--wait=false"]);
    await plane!.kubectl(["delete", "storageclass", at]);
    cluster.close();
  });

  /** What is left of a release, by name, with what a claim's template made. */
  async function left({ release: { namespace: place }, wanted }: Desired): Promise<string[]> {
    const refs = [
      ...wanted.map(({ object }) => refOf(object)),
      { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: place, name: "rows-store-0" },
    ];
    const found = await Promise.all(
      refs.map(async (ref) => ((await cluster.get(ref)) ? [`${ref.kind} ${ref.name}`] : [])),
    );
    return found.flat();
  }

  async function password(place: string): Promise<string> {
    const ref = { apiVersion: "v1", kind: "Secret", namespace: place, name: "login" };
    const data = (await cluster.get(ref))?.data as Record<string, string> | undefined;
    return Buffer.from(data?.PASSWORD ?? "", "base64").toString();
  }

  async function destroyed(place: string, options: DestroyOptions) {
    const events: DeployEvent[] = [];
    const signal = new AbortController().signal;
    const tell = (event: DeployEvent) => events.push(event);
    const name = { name: "shop", namespace: place };
    const ended = await destroy({ cluster, signal, tell }, name, options);
    const kept = events.flatMap((event) => (event.type === "prune" ? [event.prune] : []));
    return { ended, kept: kept.map(({ ref, kept }) => `${titleOf(ref)}: ${kept}`) };
  }

  async function deployed(desired: Desired): Promise<void> {
    const ran = await deployTo(plane!.kubeconfig, desired);
    assert.equal(ran.ended.outcome, "done", said(ran));
  }

  test("leaves its data, says so, and leaves the other release as it is", async () => {
    const [one, other] = [release(at, "made-up-here"), release(beside, "made-up-there")];
    await deployed(one);
    await deployed(other);
    const whole = await left(other);
    const { ended, kept } = await destroyed(at, { pruneKinds: ["Namespace"] });
    assert.equal(ended.outcome, "done", `${ended.message}`);
    assert.deepEqual(kept.toSorted(), [
      `Namespace ${at}: PersistentVolumeClaim ${at}/files in it stays, and 2 more`,
      `PersistentVolumeClaim ${at}/files: a PersistentVolumeClaim goes only with --delete-data`,
      `PersistentVolumeClaim ${at}/rows-store-0: a PersistentVolumeClaim goes only with --delete-data`,
      `Secret ${at}/login: what has made up values goes only with --delete-data`,
    ]);
    assert.deepEqual(await left(one), [
      `Namespace ${at}`,
      "Secret login",
      "PersistentVolumeClaim files",
      "PersistentVolumeClaim rows-store-0",
    ]);
    assert.equal(await password(at), "made-up-here");
    assert.deepEqual(await left(other), whole);
    assert.equal(await password(beside), "made-up-there");
  });

  test("the next first deploy takes up what stayed, without being asked to adopt it", async () => {
    await deployed(release(at, await password(at)));
    assert.equal(await password(at), "made-up-here");
  });

  test("a made up Secret that is no longer wanted stays in a deploy too", async () => {
    const { wanted, ...rest } = release(at, "made-up-here");
    const ran = await deployTo(plane!.kubeconfig, {
      ...rest,
      wanted: wanted.filter(({ object }) => object.metadata.name !== "login"),
    });
    const prunes = ran.ended.plan!.prunes.map(({ ref, kept }) => `${ref.name}: ${kept}`);
    assert.deepEqual(prunes, ["login: what has made up values goes only with --prune-kind Secret"]);
    assert.equal(await password(at), "made-up-here");
  });

  test("with its data, everything goes", async () => {
    const claims = ["files", "rows-store-0"].map((name) => claim(at, name, at, "ReadWriteOnce"));
    await expectDelete(plane!, namespace(at), ...claims);
    const { ended, kept } = await destroyed(at, { withData: true, pruneKinds: ["Namespace"] });
    assert.equal(ended.outcome, "done", `${ended.message}`);
    assert.deepEqual(kept, []);
    assert.deepEqual(await left(release(at, "")), []);
  });
});
