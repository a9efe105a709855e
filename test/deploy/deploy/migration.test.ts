import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { remove } from "../../control-plane/apply.ts";
import { configMap, container, namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { deployTo, said, writesSince } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "deploy-migration";
const job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { namespace: at, name: "migrate" },
  spec: { template: { spec: { restartPolicy: "Never", containers: [container()] } } },
} as unknown as KubeObject;

let cluster: Cluster;
before(async () => {
  if (plane) cluster = await connect({ kubeconfig: plane.kubeconfig });
});
after(async () => {
  if (plane) await remove(plane, namespace(at));
  cluster?.close();
});

function withLevel(level: string): Desired {
  const objects = [namespace(at), configMap(at, "settings", { level }), job] as KubeObject[];
  const wanted = objects.map((object) => ({
    ...plainWanted(object),
    isMigration: object.kind === "Job",
  }));
  return { release: { name: "shop", namespace: at }, wanted, images: {} };
}

test("a migration that ran is not run again when its Job is gone", { skip: missing }, async () => {
  const first = await deployTo(plane!.kubeconfig, withLevel("info"));
  assert.equal(first.ended.outcome, "done", said(first));
  await cluster.delete(refOf(job), { propagation: "Background" });
  const since = new Date();
  const second = await deployTo(plane!.kubeconfig, withLevel("debug"));
  assert.equal(second.ended.outcome, "done", said(second));
  const phases = second.events.flatMap((event) =>
    event.type === "object" && keyOf(event.ref) === keyOf(refOf(job)) ? [event.phase] : [],
  );
  assert.deepEqual(phases, ["skipped"]);
  const ours = await writesSince(plane!, since, withLevel("debug"));
  assert.ok(ours.length > 0);
  assert.deepEqual(
    ours.filter(({ resource }) => resource === "batch/jobs"),
    [],
  );
  const again = await deployTo(plane!.kubeconfig, withLevel("debug"));
  assert.equal(again.ended.outcome, "unchanged", said(again));
});
