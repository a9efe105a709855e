import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Objects } from "../plan/objects.ts";
import { deployTo, said, writesSince } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "renamed-autoscaler";
const make = new Objects(at);

let cluster: Cluster;
before(async () => {
  if (plane) cluster = await connect({ kubeconfig: plane.kubeconfig });
});
after(async () => {
  await plane?.kubectl(["delete", "namespace", at, "--wait=false"]);
  cluster?.close();
});

/** A program with an autoscaler of a name. */
function scaledBy(name: string): Desired {
  const scaler = make.autoscaler("web", 2, 4);
  const named = { ...scaler, metadata: { ...scaler.metadata, name } };
  const web = make.deployment("web", {}, { resources: { requests: { cpu: "10m" } } });
  const wanted = [namespace(at) as KubeObject, web, named].map(plainWanted);
  return { release: { name: "shop", namespace: at }, wanted, images: {} };
}

test("an autoscaler that is renamed never meets the one before it", { skip: missing }, async () => {
  const first = await deployTo(plane!.kubeconfig, scaledBy("web"));
  assert.equal(first.ended.outcome, "done", said(first));
  const since = new Date();
  const second = await deployTo(plane!.kubeconfig, scaledBy("web-busy"));
  assert.equal(second.ended.outcome, "done", said(second));
  assert.doesNotMatch(JSON.stringify(second.events), /AmbiguousSelector/);
  const { objects, prunes } = second.ended.plan!;
  assert.deepEqual(
    prunes.map(({ ref, kept }) => [ref.kind, ref.name, kept]),
    [["HorizontalPodAutoscaler", "web", undefined]],
  );
  assert.deepEqual(
    objects.flatMap(({ why }) => why ?? []),
    [`HorizontalPodAutoscaler ${at}/web, of the same target, goes right before`],
  );
  const writes = await writesSince(plane!, since, scaledBy("web-busy"));
  const scalers = writes.filter(({ resource }) => /horizontalpodautoscalers/.test(resource));
  assert.deepEqual(scalers.map(({ verb, name }) => [verb, name]).slice(0, 2), [
    ["delete", "web"],
    ["patch", "web-busy"],
  ]);
  const web = await cluster.get({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: at,
    name: "web",
  });
  assert.equal((web!.spec as { replicas: number }).replicas, 2);
});
