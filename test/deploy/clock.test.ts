import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../src/deploy/clock.ts";
import { ManualClock } from "./manual-clock.ts";

for (const [name, clock] of [
  ["the system's", systemClock],
  ["the tests'", new ManualClock()],
] as const) {
  test(`a sleep on ${name} clock ends with its signal, for the signal's reason`, async () => {
    const stop = new AbortController();
    const nap = clock.sleep(60_000, stop.signal);
    stop.abort(new Error("enough"));
    await assert.rejects(nap, /^Error: enough$/);
    await assert.rejects(clock.sleep(60_000, stop.signal), /^Error: enough$/);
  });
}

test("the tests' clock wakes whose time has come", async () => {
  const clock = new ManualClock();
  const nap = clock.sleep(1000);
  clock.pass(1000);
  await nap;
  assert.equal(clock.now(), 1000);
});
