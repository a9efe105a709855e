import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Objects } from "../plan/objects.ts";
import { deployTo, type Ran, said } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "deploy-addresses";
const make = new Objects(at);

/** A Service that no load balancer here serves, so that its address comes when the test says so. */
function release(port: number): Desired {
  const ports = [{ port }];
  const edge = make.make("v1", "Service", "edge", {
    spec: { type: "LoadBalancer", loadBalancerClass: "example.com/nobody", ports },
  });
  const inside = make.make("v1", "Service", "inside", { spec: { ports } });
  const wanted = [namespace(at) as KubeObject, edge, inside].map(plainWanted);
  return { release: { name: "shop", namespace: at }, wanted, images: {} };
}

function addresses({ events }: Ran): unknown[] {
  return events.flatMap((event) =>
    event.type === "address" ? [[event.ref.name, event.addresses]] : [],
  );
}

describe("addresses from outside", { skip: missing ?? false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
  });
  after(async () => {
    await plane!.kubectl(["delete", "namespace", at, "--wait=false"]);
    cluster.close();
  });

  test("are not waited for, and shown as far as there are some", async () => {
    const ran = await deployTo(plane!.kubeconfig, release(80));
    assert.equal(ran.ended.outcome, "done", said(ran));
    assert.deepEqual(addresses(ran), [["edge", []]]);
  });

  test("that never come are named when they are waited for and the time is over", async () => {
    const options = { awaitsAddresses: true, timeout: 1000 };
    const ran = await deployTo(plane!.kubeconfig, release(80), options);
    assert.equal(ran.ended.outcome, "failed");
    assert.match(said(ran), /Service .*edge was not ready after 1 s: it has no address yet/);
  });

  test("are waited for where that is asked", async () => {
    const balancer = {
      loadBalancer: { ingress: [{ ip: "203.0.113.9" }, { hostname: "lb.example" }] },
    };
    const given: Promise<unknown>[] = [];
    const tell = (event: DeployEvent) => {
      if (event.type !== "object" || event.message !== "it has no address yet") return;
      const patch = ["patch", "service", "edge", "--subresource=status", "--type=merge", "-p"];
      const status = JSON.stringify({ status: balancer });
      if (given.length === 0) given.push(plane!.kubectl(["-n", at, ...patch, status]));
    };
    const ran = await deployTo(plane!.kubeconfig, release(81), { awaitsAddresses: true, tell });
    assert.equal(ran.ended.outcome, "done", said(ran));
    assert.equal(given.length, 1);
    assert.deepEqual(addresses(ran), [["edge", ["203.0.113.9", "lb.example"]]]);
    const again = await deployTo(plane!.kubeconfig, release(81));
    assert.equal(again.ended.outcome, "unchanged", said(again));
    assert.deepEqual(addresses(again), addresses(ran));
  });
});
