import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { formerOf } from "../../../src/deploy/rollback.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Objects } from "../plan/objects.ts";
import { type BedOptions, deployTo } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "deploy-way-back";
const make = new Objects(at);

let cluster: Cluster;
before(async () => {
  if (plane) cluster = await connect({ kubeconfig: plane.kubeconfig });
});
after(async () => {
  await plane?.kubectl(["delete", "namespace", at, "--wait=false"]);
  cluster?.close();
});

/** A Service that nobody gives an address, so that it fails where one is waited for. */
function release(port: number): Desired {
  const spec = { type: "LoadBalancer", loadBalancerClass: "example.com/nobody", ports: [{ port }] };
  const objects = [namespace(at) as KubeObject, make.make("v1", "Service", "edge", { spec })];
  return { release: { name: "shop", namespace: at }, wanted: objects.map(plainWanted), images: {} };
}

test("the way back that is told is the one that a rollback takes", { skip: missing }, async () => {
  const failing: BedOptions = { awaitsAddresses: true, timeout: 500 };
  const deploys = [
    ["failed", undefined, failing],
    ["done", undefined, {}],
    ["done", 2, {}],
    ["failed", 3, failing],
    ["failed", 3, failing],
    ["done", 3, {}],
  ] as const;
  for (const [index, [outcome, backTo, options]] of deploys.entries()) {
    const { ended, events } = await deployTo(plane!.kubeconfig, release(80 + index), options);
    const revision = index + 1;
    assert.deepEqual([ended.outcome, ended.revision, ended.backTo], [outcome, revision, backTo]);
    const last = events.at(-1);
    assert.deepEqual(last?.type === "end" && last.backTo, backTo);
    const former = formerOf(cluster, release(80).release, undefined);
    if (backTo === undefined)
      await assert.rejects(former, /no deploy .* before this one went well/);
    else assert.equal((await former).revision, backTo);
  }
});
