import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { leaseObject, leaseRef } from "../../../src/deploy/release/lease-object.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { remove } from "../../control-plane/apply.ts";
import { configMap, namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { deployTo, said } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "dead-lock";

let cluster: Cluster;
before(async () => {
  if (plane) cluster = await connect({ kubeconfig: plane.kubeconfig });
});
after(async () => {
  if (plane) await remove(plane, namespace(at));
  cluster?.close();
});

test("a deploy with nothing to do clears the lock of one that was gone at its very end", {
  skip: missing,
}, async () => {
  const objects = [namespace(at), configMap(at, "settings", { level: "info" })] as KubeObject[];
  const release = { name: "shop", namespace: at };
  const desired: Desired = { release, wanted: objects.map(plainWanted), images: {} };
  const first = await deployTo(plane!.kubeconfig, desired);
  assert.equal(first.ended.outcome, "done", said(first));
  const now = new Date().toISOString();
  const terms = { holder: "gone", duration: 1000, acquired: now, renewed: now, transitions: 0 };
  await cluster.create(leaseObject(release, terms));
  const second = await deployTo(plane!.kubeconfig, desired);
  assert.equal(second.ended.outcome, "unchanged", said(second));
  assert.ok(second.events.some((event) => event.type === "locked" && event.holder === "gone"));
  assert.equal(await cluster.get(leaseRef(release)), undefined);
});
