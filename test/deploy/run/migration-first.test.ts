import assert from "node:assert/strict";
import { test } from "node:test";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { MemoryCluster } from "../memory-cluster.ts";
import { rolledOut, say } from "./bed.ts";

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
      if (ref.kind === "Ingress")
        await say(cluster, job, { conditions: [{ type: "Complete", status: "True" }] });
    },
  });
  async function runs() {
    await say(cluster, job, { startTime: new Date().toISOString() });
    const live = cluster.objects.get(keyOf(refOf(job))) as KubeObject;
    const { uid = "", name } = live.metadata;
    const owner = { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true };
    await cluster.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: at, name: "migrate-1", ownerReferences: [owner] },
      status: { phase: "Succeeded" },
    } as KubeObject);
  }
  const all = [
    { ...plainWanted(job), isMigration: true },
    { ...plainWanted(route), after: [keyOf(refOf(job))] },
  ];
  const { items, isOverdue, told } = await rolledOut(cluster, all);
  assert.equal(isOverdue, false);
  assert.deepEqual(
    items.map(({ phase }) => phase),
    ["ready", "ready"],
  );
  assert.ok(told.indexOf("Ingress applying") < told.indexOf("Job ready"), told.join(", "));
});
