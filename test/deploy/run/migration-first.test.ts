import assert from "node:assert/strict";
import { test } from "node:test";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { systemClock } from "../../../src/deploy/clock.ts";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { orderOf } from "../../../src/deploy/order/order.ts";
import type { PlannedObject } from "../../../src/deploy/plan/plan.ts";
import { rollOut } from "../../../src/deploy/run/rollout.ts";
import { Masker } from "../../../src/deploy/secrecy.ts";
import { plainWanted, type Wanted } from "../../../src/deploy/wanted.ts";
import { MemoryCluster } from "../memory-cluster.ts";

const at = "run-migration";
const job: KubeObject = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { namespace: at, name: "migrate" },
  spec: { template: { spec: {} } },
};
const route: KubeObject = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { namespace: at, name: "program" },
};

test("what waits for a migration begins when its pod has succeeded, and all waits for the Job's own word", async () => {
  const cluster: MemoryCluster = new MemoryCluster({
    async after({ verb, ref }) {
      if (verb !== "apply") return;
      if (ref.kind === "Job") await runs();
      // The Job's controller says so only now: nothing else would let the rollout end.
      if (ref.kind === "Ingress") await says("Complete");
    },
  });
  const now = new Date().toISOString();
  const live = () => cluster.objects.get(keyOf(refOf(job))) as KubeObject;
  async function runs() {
    const { uid, name } = live().metadata;
    const owner = { apiVersion: "batch/v1", kind: "Job", name, uid: uid ?? "", controller: true };
    await cluster.patch(refOf(job), { status: { startTime: now } }, { type: "merge" });
    await cluster.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: at, name: "migrate-1", ownerReferences: [owner] },
      status: { phase: "Succeeded" },
    } as KubeObject);
  }
  const says = (type: string) =>
    cluster.patch(
      refOf(job),
      { status: { conditions: [{ type, status: "True" }] } },
      { type: "merge" },
    );

  const all = [
    { ...plainWanted(job), isMigration: true },
    { ...plainWanted(route), after: [keyOf(refOf(job))] },
  ];
  const events: DeployEvent[] = [];
  const { items, isOverdue } = await rollOut(
    {
      cluster,
      clock: systemClock,
      tell: (event) => events.push(event),
      masker: new Masker([]),
      signal: new AbortController().signal,
    },
    all.map(created),
    orderOf(all),
    { timeout: 60_000, isWaiting: true },
  );
  assert.equal(isOverdue, false);
  assert.deepEqual(
    items.map(({ phase }) => phase),
    ["ready", "ready"],
  );
  const told = events.flatMap((event) =>
    event.type === "object" ? `${event.ref.kind} ${event.phase}` : [],
  );
  assert.ok(told.indexOf("Ingress applying") < told.indexOf("Job ready"), told.join(", "));
});

function created(wanted: Wanted): PlannedObject {
  return {
    wanted,
    applied: wanted.object,
    live: undefined,
    action: "create",
    changes: [],
    preparations: [],
    grows: [],
    takesFrom: [],
    force: false,
    yields: [],
    carriesReplicas: false,
    restarts: false,
    warnings: [],
  };
}
