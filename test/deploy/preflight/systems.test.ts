import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import { preflight } from "../../../src/deploy/preflight/preflight.ts";
import { survey } from "../../../src/deploy/survey.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { turn } from "../../control-plane/turn.ts";
import { Played } from "../../examples/played.ts";
import { systems } from "../../examples/systems.ts";
import { deployables, give } from "../deploy/systems.ts";

const { plane, missing } = await sharedControlPlane();

describe("the surroundings of the systems", { skip: missing ?? false }, () => {
  let cluster: Cluster;
  let release = async () => {};
  before(async () => {
    release = await turn(plane!, "examples");
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
  });
  after(async () => {
    cluster?.close();
    await release();
  });

  for (const system of systems)
    test(`${system} has all that it needs, and misses what is taken away`, async () => {
      const environments = await deployables(system);
      const version = await cluster.version();
      await give(plane!, system, environments);
      try {
        for (const { desired, environment } of environments) {
          const { plan } = await survey(cluster, desired, { adopt: true });
          const checked = await preflight(cluster, desired, plan, version);
          assert.deepEqual(checked.plan.stops, [], environment);
          assert.deepEqual(checked.remarks, [], environment);
          const namespace = desired.release.namespace;
          const gone = {
            namespace,
            name: "gone",
            keys: ["KEY"],
            instead: "",
            where: () => undefined,
          };
          const lacking = await preflight(cluster, { ...desired, required: [gone] }, plan, version);
          assert.equal(lacking.plan.stops.length, 1);
        }
      } finally {
        await new Played(system, environments, plane!).takeDown();
      }
    });
});
