import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { deployTo, said, writesSince } from "../deploy/bed.ts";
import { type Reference, reference } from "./kill.ts";
import { doneTwice, killAll, pointsOf, survived } from "./many.ts";
import { desiredOfSmall, trialOfSlipway, trialUnkilled } from "./slipway.ts";
import { giveSmall } from "./small.ts";

const { plane, missing } = await sharedControlPlane();

// `npm run soak:kills` is the long form.
describe("what a deploy survives", { skip: missing }, () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-survives-"));
  let expected: Reference;
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(async () => {
    await giveSmall(plane!);
    const trial = trialUnkilled({ plane: plane!, folder, prefix: "survives", version: "first" });
    expected = await reference(trial);
    assert.equal(expected.ended.code, 0, expected.ended.stderr);
  });

  test("an undisturbed run watches no more than its own namespace", () => {
    const paths = expected.calls.map(({ path }) => path);
    const wide = paths.filter((path) =>
      /^\/(api\/v1|apis\/apps\/v1)\/(?!namespaces)\w+\?limit/.test(path),
    );
    assert.deepEqual(
      wide.filter((path) => !path.startsWith("/api/v1/nodes")),
      [],
    );
  });

  test("kills at some points of a deploy, and another run", async () => {
    const since = new Date();
    const prefix = "survives-kill";
    const killed = trialOfSlipway({ plane: plane!, folder, prefix, version: "first" });
    const points = pointsOf(expected, Math.ceil(expected.calls.length / 3));
    const all = await killAll(killed, expected, points, { width: 6 });
    for (const point of all) assert.ok(survived(point), JSON.stringify(point, undefined, 2));
    assert.deepEqual(await doneTwice(plane!, since, { prefix, going: [] }), []);
  });

  test("of two deployers at once one waits, and has nothing left to do", async () => {
    const small = { folder, namespace: "survives-two", version: "first" } as const;
    const desired = desiredOfSmall(small);
    const one = Promise.withResolvers<void>();
    const first = deployTo(plane!.kubeconfig, desired, {
      tell: ({ type }) => type === "start" && one.resolve(),
    });
    await one.promise;
    const second = await deployTo(plane!.kubeconfig, desired);
    assert.equal((await first).ended.outcome, "done", said(await first));
    assert.ok(second.events.some(({ type }) => type === "locked"));
    assert.match(second.ended.outcome, /^(unchanged|done)$/, said(second));
    const since = new Date();
    const third = await deployTo(plane!.kubeconfig, desired);
    assert.equal(third.ended.outcome, "unchanged", said(third));
    assert.deepEqual(await writesSince(plane!, since, desired), []);
    await plane!.request("DELETE", `/api/v1/namespaces/${small.namespace}`);
  });
});
