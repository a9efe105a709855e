import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { empty } from "../../../src/deploy/plan/object-plan.ts";
import type { Plan, PlannedObject } from "../../../src/deploy/plan/plan.ts";
import { demandsOf } from "../../../src/deploy/preflight/demand.ts";
import { Look } from "../../../src/deploy/preflight/look.ts";
import { namedFor } from "../../../src/deploy/preflight/named.ts";
import { nodesFor } from "../../../src/deploy/preflight/nodes.ts";
import { quotasFor } from "../../../src/deploy/preflight/quota.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { Objects } from "../plan/objects.ts";

const objects = new Objects("shop");
const asking = (cpu: string) => ({ resources: { requests: { cpu } } });

function planned(applied: KubeObject, more: Partial<PlannedObject> = {}): PlannedObject {
  return { ...empty(plainWanted(applied), applied), ...more };
}

function planOf(all: readonly PlannedObject[], prunes: Plan["prunes"] = []): Plan {
  const release = { name: "shop", namespace: "shop" };
  return { release, revision: 1, objects: all, left: [], prunes, stops: [], digest: "" };
}

/** A cluster that has just these. */
function look(...all: readonly KubeObject[]): Look {
  const same = (each: KubeObject, kind: string, namespace?: string) =>
    each.kind === kind && (namespace === undefined || each.metadata.namespace === namespace);
  const cluster: Pick<Cluster, "get" | "list"> = {
    get: async ({ kind, name }) =>
      all.find((each) => same(each, kind) && each.metadata.name === name),
    list: async ({ kind, namespace }) => ({
      items: all.filter((each) => same(each, kind, namespace)),
      resourceVersion: "",
    }),
  };
  return new Look(cluster as Cluster);
}

const counts = (...all: readonly PlannedObject[]) =>
  demandsOf(planOf(all)).map(({ more, passing, peak }) => [more, passing, peak]);

describe("the pods that a plan brings", () => {
  const web = (replicas: number | undefined, spec: object = {}, cpu = "1") =>
    objects.deployment(
      "web",
      { ...(replicas !== undefined && { replicas }), ...spec },
      asking(cpu),
    );
  const updated = (object: KubeObject, had: number, restarts = true) =>
    planned(object, { action: "update", live: web(had), restarts });
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
    strategy: { rollingUpdate: { maxSurge, maxUnavailable } },
  });

  test("are those of what is new, of what grows and of a rollout", () => {
    assert.deepEqual(counts(planned(web(3))), [[3, 0, 3]]);
    assert.deepEqual(counts(planned(web(3), { action: "none" })), []);
    assert.deepEqual(counts(updated(web(4), 4)), [[0, 0, 1]]);
    assert.deepEqual(counts(updated(web(2), 2)), [[0, 1, 1]]);
    assert.deepEqual(counts(updated(web(5), 2, false)), [[3, 0, 3]]);
    assert.deepEqual(counts(updated(web(4, rolling("100%", 0)), 4)), [[0, 1, 4]]);
    assert.deepEqual(counts(updated(web(4, { strategy: { type: "Recreate" } }), 4)), []);
    const scaled = [planned(web(undefined)), planned(objects.autoscaler("web", 3))];
    assert.deepEqual(counts(...scaled), [[3, 0, 3]]);
    assert.deepEqual(counts(planned(objects.job("once", {}, asking("1")))), [[0, 1, 1]]);
    assert.deepEqual(counts(planned(objects.statefulSet("db", { replicas: 2 }))), [[2, 0, 2]]);
  });

  const quota = (cpu: string, used: string, spec: object = {}): KubeObject => ({
    ...objects.make("v1", "ResourceQuota", "q", {
      spec: { hard: { "requests.cpu": cpu }, ...spec },
    }),
    status: { used: { "requests.cpu": used } },
  });
  const quotas = async (plan: Plan, given: KubeObject) => {
    const { stops, remarks } = await quotasFor(look(given), plan, demandsOf(plan));
    return [stops.map(({ message }) => message), remarks];
  };

  test("must have room in a quota, one more of a rollout that lets none be missing", async () => {
    const plan = planOf([updated(web(2), 2)]);
    assert.deepEqual(await quotas(plan, quota("3", "2")), [[], []]);
    assert.deepEqual(await quotas(plan, quota("2", "2")), [
      [
        "Deployment shop/web: cannot go on without one pod more, which needs 1 requests.cpu, and 0 of 2 requests.cpu are free in ResourceQuota shop/q",
      ],
      [],
    ]);
    const free = planOf([updated(web(4, rolling(2, 1)), 4)]);
    assert.deepEqual(await quotas(free, quota("5", "4")), [
      [],
      [
        "pods may have to wait for each other: all new ones at once need 2 requests.cpu, and 1 of 5 requests.cpu are free in ResourceQuota shop/q",
      ],
    ]);
    const scoped = quota("2", "2", { scopes: ["BestEffort"] });
    assert.deepEqual(await quotas(plan, scoped), [[], []]);
  });

  const node = (spec: object = {}, cpu = "4"): KubeObject => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n", labels: { disk: "ssd" } },
    spec,
    status: { allocatable: { cpu, memory: "8Gi" } },
  });
  const running = (cpu: string): KubeObject => ({
    ...objects.make("v1", "Pod", "p"),
    spec: { nodeName: "n", containers: [{ name: "a", ...asking(cpu) }] },
  });
  const nodes = async (plan: Plan, ...given: readonly KubeObject[]) => {
    const { stops, remarks } = await nodesFor(look(...given), plan, demandsOf(plan));
    return [stops.length, remarks.length];
  };

  test("must have room on the nodes, unless somebody may add some", async () => {
    const plan = planOf([planned(web(2))]);
    const tainted = { taints: [{ key: "gpu", effect: "NoSchedule" }] };
    assert.deepEqual(await nodes(plan, node(), running("2")), [0, 0]);
    assert.deepEqual(await nodes(plan, node(), running("3")), [1, 0]);
    assert.deepEqual(await nodes(plan, node({ providerID: "aws:///a/i-1" }), running("3")), [0, 1]);
    assert.deepEqual(
      await nodes(plan, node({ providerID: "kind://docker/k/n" }), running("3")),
      [1, 0],
    );
    assert.deepEqual(await nodes(plan, node(tainted)), [1, 0]);
    const away = { key: "node.kubernetes.io/unreachable", effect: "NoExecute" };
    assert.deepEqual(await nodes(plan, node({ taints: [away] })), [0, 1]);
    const both = { taints: [away, ...tainted.taints] };
    assert.deepEqual(await nodes(plan, node(both)), [1, 0]);
    assert.deepEqual(await nodes(planOf([planned(web(1, {}, "5"))]), node()), [1, 0]);
    assert.deepEqual(await nodes(planOf([updated(web(2), 2)]), node(), running("4")), [0, 1]);
    const pruned = { ref: { apiVersion: "apps/v1", kind: "Deployment", name: "old" }, uid: "1" };
    assert.deepEqual(
      await nodes(planOf([planned(web(2))], [pruned]), node(), running("3")),
      [0, 1],
    );
  });
});

test("a claim without a class needs a default one, or a volume", async () => {
  const claim = objects.make("v1", "PersistentVolumeClaim", "data", {
    spec: { resources: { requests: { storage: "1Gi" } } },
  });
  const storage = (annotations: Record<string, string>): KubeObject => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "slow", annotations },
  });
  const plan = planOf([planned(claim)]);
  const isDefault = { "storageclass.kubernetes.io/is-default-class": "true" };
  const { stops } = await namedFor(look(storage({})), plan);
  assert.equal(
    stops[0]!.message,
    "no StorageClass is the default one, and PersistentVolumeClaim shop/data names none",
  );
  assert.match(stops[0]!.instead!, /^name one of slow, or: kubectl annotate storageclass slow /);
  assert.deepEqual((await namedFor(look(storage(isDefault)), plan)).stops, []);
  const volume = { ...objects.make("v1", "PersistentVolume", "v"), status: { phase: "Available" } };
  assert.deepEqual((await namedFor(look(volume), plan)).stops, []);
});

test("a store that is not ready is a remark", async () => {
  const conditions = [{ type: "Ready", status: "False", reason: "InvalidProviderConfig" }];
  const store = {
    ...objects.make("external-secrets.io/v1", "SecretStore", "vault"),
    status: { conditions },
  };
  const reading = objects.make("external-secrets.io/v1", "ExternalSecret", "api", {
    spec: { secretStoreRef: { name: "vault" } },
  });
  assert.deepEqual(await namedFor(look(store), planOf([planned(reading)])), {
    stops: [],
    remarks: ["SecretStore shop/vault is not ready: InvalidProviderConfig"],
  });
});
