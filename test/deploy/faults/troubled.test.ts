import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { type Inside, type Reference, reference, type Trial } from "./kill.ts";
import { trialUnkilled } from "./slipway.ts";
import { giveSmall } from "./small.ts";
import { isHealthy, isHonest, runAll, seededTroubles, singleTroubles, wrong } from "./troubled.ts";

const { plane, missing } = await sharedControlPlane();

// `npm run soak:faults` is the long form.
describe("a deploy through faults", { skip: missing }, () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-troubled-"));
  let trial: Trial<Inside>;
  let expected: Reference;
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(async () => {
    await giveSmall(plane!);
    trial = trialUnkilled({ plane: plane!, folder, prefix: "troubled", version: "first" });
    expected = await reference(trial);
    assert.equal(expected.ended.code, 0, expected.ended.stderr);
  });

  test("seeded faults: each deploy is healthy, or says what met it and leaves what can be mended", async () => {
    const runs = await runAll(trial, expected, seededTroubles(6, 0.04), { width: 6 });
    assert.ok(runs.some(({ met }) => met.length > 0));
    for (const run of runs) assert.ok(isHonest(run), wrong(run));
  });

  test("one passing fault harms nothing", async () => {
    const troubles = singleTroubles(["429", "503", "cut", "delay"], 1, expected.calls.length);
    const runs = await runAll(trial, expected, troubles, { width: 4 });
    for (const run of runs) assert.ok(isHealthy(run), wrong(run));
  });
});
