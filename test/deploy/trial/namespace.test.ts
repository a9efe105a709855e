import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ApiError, ConnectionError } from "../../../src/client/errors.ts";
import { makeNamespace, trialName } from "../../../src/deploy/trial/namespace.ts";
import { madeBy, removalCommand, remove } from "../../../src/deploy/trial/remove.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { ProblemError } from "../../../src/problem.ts";
import { ManualClock } from "../manual-clock.ts";
import { type Call, MemoryCluster } from "../memory-cluster.ts";

const space = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
const lost = () => new ConnectionError("broken", "the connection broke");
const role = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "shop-test-bcdfg-metrics" },
};
const map = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace: "shop-test-bcdfg", name: "words" },
};

describe("the namespace of a test", () => {
  test("is called as the environment's, and no two alike", () => {
    assert.match(trialName("shop"), /^shop-test-[a-z0-9]{5}$/);
    assert.notEqual(trialName("shop"), trialName("shop"));
    const long = trialName(`${"a".repeat(51)}-${"b".repeat(11)}`);
    assert.match(long, /^a{51}-test-[a-z0-9]{5}$/);
    assert.ok(trialName("a".repeat(63)).length === 63);
  });

  test("says what it is", async () => {
    const cluster = new MemoryCluster();
    const made = await makeNamespace(cluster, "shop-test-bcdfg");
    assert.equal(made.metadata.labels?.["slipway.dev/test"], "true");
  });

  test("is none that is there already", async () => {
    const cluster = new MemoryCluster();
    await cluster.create(space("shop-test-bcdfg"));
    await assert.rejects(makeNamespace(cluster, "shop-test-bcdfg"), ProblemError);
  });

  test("that may not be made names the right to it", async () => {
    const message = 'namespaces is forbidden: User "dev" cannot create resource "namespaces"';
    const cluster = new MemoryCluster({
      before: () => {
        throw new ApiError({ status: 403, reason: "Forbidden", message, causes: [] });
      },
    });
    await assert.rejects(
      makeNamespace(cluster, "shop-test-bcdfg"),
      (error) =>
        error instanceof ProblemError &&
        /verb=create,get,delete/.test(`${error.problems[0]?.instead}`),
    );
  });

  test("is its own where the answer was lost and it was sent again", async () => {
    const cluster = new MemoryCluster();
    const create = cluster.create.bind(cluster);
    cluster.create = async (...given) => {
      await create(...given);
      return create(...given);
    };
    const made = await makeNamespace(cluster, "shop-test-bcdfg");
    assert.equal(made.metadata.name, "shop-test-bcdfg");
  });
});

describe("the removal of a test", () => {
  /** A cluster with a test in it, and what was made. */
  async function tested(before?: (call: Call) => void) {
    const cluster = new MemoryCluster(before ? { before } : {});
    const namespace = await makeNamespace(cluster, "shop-test-bcdfg");
    for (const object of [role, map]) await cluster.create(object);
    const wanted = [space("shop-test-bcdfg"), role, map].map(plainWanted);
    return { cluster, made: madeBy(namespace, wanted) };
  }

  test("takes the namespace, and what the whole cluster has of it", async () => {
    const { cluster, made } = await tested();
    assert.deepEqual(await remove(made, { cluster, clock: new ManualClock() }), []);
    assert.deepEqual(cluster.all("Namespace"), []);
    assert.deepEqual(cluster.all("ClusterRole"), []);
    const deleted = cluster.calls.flatMap(({ verb, ref }) => (verb === "delete" ? ref.kind : []));
    assert.deepEqual(deleted, ["ClusterRole", "Namespace"]);
  });

  test("leaves a namespace that somebody made anew", async () => {
    const { cluster, made } = await tested();
    await cluster.delete({ apiVersion: "v1", kind: "Namespace", name: "shop-test-bcdfg" });
    await cluster.create(space("shop-test-bcdfg"));
    assert.deepEqual(await remove(made, { cluster, clock: new ManualClock() }), []);
    assert.equal(cluster.all("Namespace").length, 1);
  });

  test("is tried again where the connection is lost, and at last given up with the reason", async () => {
    let failures = 2;
    const { cluster, made } = await tested(({ verb }) => {
      if (verb === "delete" && failures-- > 0) throw lost();
    });
    assert.deepEqual(await remove(made, { cluster, clock: new ManualClock() }), []);
    const other = await tested(({ verb }) => {
      if (verb === "delete") throw lost();
    });
    const left = await remove(other.made, { cluster: other.cluster, clock: new ManualClock() });
    assert.deepEqual(left, ["the connection broke"]);
  });

  test("goes on past what may not be deleted, and tells it", async () => {
    const message = "clusterroles is forbidden";
    const { cluster, made } = await tested(({ verb, ref }) => {
      if (verb === "delete" && ref.kind === "ClusterRole")
        throw new ApiError({ status: 403, reason: "Forbidden", message, causes: [] });
    });
    assert.deepEqual(await remove(made, { cluster, clock: new ManualClock() }), [message]);
    assert.deepEqual(cluster.all("Namespace"), []);
  });

  test("lets volumes go that were made for it, though their class keeps them, and no others", async () => {
    const { cluster, made } = await tested();
    const volume = (name: string, namespace: string, annotations: object = {}) => ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name, annotations: annotations as Record<string, string> },
      spec: { persistentVolumeReclaimPolicy: "Retain", claimRef: { namespace } },
    });
    const provisioned = { "pv.kubernetes.io/provisioned-by": "ebs.csi.aws.com" };
    await cluster.create(volume("own", "shop-test-bcdfg", provisioned));
    await cluster.create(volume("disk", "shop-test-bcdfg"));
    await cluster.create(volume("other", "shop", provisioned));
    assert.deepEqual(await remove(made, { cluster, clock: new ManualClock() }), [
      "PersistentVolume disk was there before, and has what the test wrote into it",
    ]);
    const policies = cluster
      .all("PersistentVolume")
      .map(({ spec }) => (spec as Record<string, unknown>).persistentVolumeReclaimPolicy);
    assert.deepEqual(policies, ["Delete", "Retain", "Retain"]);
  });

  test("says what holds a namespace that does not go", async () => {
    const { cluster, made } = await tested();
    cluster.delete = async () => true;
    const stuck = {
      ...space("shop-test-bcdfg"),
      status: {
        conditions: [
          { type: "NamespaceFinalizersRemaining", status: "True", message: "a.example in 1 thing" },
          { type: "NamespaceContentRemaining", status: "False", message: "" },
        ],
      },
    };
    await cluster.apply(stuck, {});
    const clock = new ManualClock();
    const left = remove(made, { cluster, clock, timeout: 0 });
    assert.deepEqual(await left, [
      "Namespace shop-test-bcdfg is still being deleted",
      "a.example in 1 thing",
    ]);
  });

  test("has a command", async () => {
    const { made } = await tested();
    assert.equal(
      removalCommand(made, ["--context", "eu"]),
      "kubectl --context eu delete --ignore-not-found namespace/shop-test-bcdfg ClusterRole.v1.rbac.authorization.k8s.io/shop-test-bcdfg-metrics",
    );
  });
});
