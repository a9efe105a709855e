import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Cluster, LogOptions } from "../../src/client/cluster.ts";
import { connect } from "../../src/client/connect.ts";
import { applyAll } from "../control-plane/apply.ts";
import { condition, container, namespace, pod } from "../control-plane/fixtures.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { connectThrough } from "./through.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? false;
const ns = "client-logs";
let cluster: Cluster;

before(async () => {
  if (!plane) return;
  cluster = await connect({ kubeconfig: plane.kubeconfig });
  await applyAll(plane, [namespace(ns)]);
});
after(() => cluster?.close());

async function lines(from: Cluster, name: string, options: LogOptions): Promise<string[]> {
  const given: string[] = [];
  for await (const line of from.logs({ namespace: ns, name }, options)) given.push(line);
  return given;
}

test("reads what a container wrote", { skip }, async () => {
  const told = pod(
    ns,
    "told",
    { containers: [container()] },
    { "slipway.test/log.app": "one\ntwo\n\nfour" },
  );
  await applyAll(plane!, [told]);
  await condition(plane!, told, "Ready", "True");
  assert.deepEqual(await lines(cluster, "told", { container: "app" }), ["one", "two", "", "four"]);
  assert.deepEqual(await lines(cluster, "told", { container: "app", tail: 1 }), ["four"]);
  const [stamped] = await lines(cluster, "told", { container: "app", timestamps: true });
  assert.match(stamped!, /^\d{4}-\d\d-\d\dT[\d:.]+Z one$/);
  await assert.rejects(
    lines(cluster, "told", { container: "app", previous: true }),
    /previous terminated container "app"/,
  );
  await assert.rejects(lines(cluster, "none", { container: "app" }), /pods "none" not found/);
});

test("follows a container to its end, through a cut", { skip }, async () => {
  const annotations = {
    "slipway.test/log": "a\nb\nc\nd",
    "slipway.test/log-every": "300ms",
    "slipway.test/run-duration": "2s",
  };
  const job = pod(ns, "ends", { restartPolicy: "Never" }, annotations);
  let cuts = 0;
  await using it = await connectThrough(plane!.kubeconfig, (_, { path }) => {
    if (!path.includes("/log?") || cuts++ > 0) return undefined;
    return {
      change(from, response) {
        response.writeHead(from.statusCode!, from.headers);
        from.once("data", (chunk: Buffer) => response.write(chunk, () => response.destroy()));
        from.on("error", () => {});
        response.on("close", () => from.destroy());
      },
    };
  });
  await applyAll(plane!, [job]);
  await condition(plane!, job, "PodScheduled", "True");
  const options = { container: "app", follow: true };
  const started = Date.now();
  let given: string[] = [];
  while (given.length === 0 && Date.now() - started < 15_000)
    given = await lines(it.client, "ends", options).catch((error) => {
      assert.match(String(error), /waiting to start/);
      return [];
    });
  assert.deepEqual(given.slice(0, 4), ["a", "b", "c", "d"]);
  assert.ok(cuts >= 2, String(cuts));
});
