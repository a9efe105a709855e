import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  durationProblem,
  gatewayDurationProblem,
  parseDuration,
  parseGatewayDuration,
  parsePrometheusDuration,
  prometheusDurationProblem,
} from "../../src/kubernetes/duration.ts";

const SECOND = 1_000_000_000n;

suite("durations", () => {
  test("are read in nanoseconds", () => {
    assert.equal(parseDuration("1h30m"), 5400n * SECOND);
    assert.equal(parseDuration("300ms"), 300_000_000n);
    assert.equal(parseDuration("-1.5h"), -5400n * SECOND);
    assert.equal(parseDuration("0"), 0n);
    assert.equal(parsePrometheusDuration("1d12h"), 36n * 3600n * SECOND);
    assert.equal(parseGatewayDuration("10s500ms"), 10_500_000_000n);
  });

  test("differ between Go, Prometheus and the Gateway API", () => {
    const takenBy = (text: string) =>
      [durationProblem, prometheusDurationProblem, gatewayDurationProblem].map(
        (problem) => problem(text) === undefined,
      );
    assert.deepEqual(takenBy("5m"), [true, true, true]);
    assert.deepEqual(takenBy("1.5h"), [true, false, false]);
    assert.deepEqual(takenBy("7d"), [false, true, false]);
    assert.deepEqual(takenBy("30m1h"), [true, false, true]);
    assert.deepEqual(takenBy("1h1h1h1h1h"), [true, false, false]);
    assert.deepEqual(takenBy("100000s"), [true, true, false]);
    assert.deepEqual(takenBy("0"), [true, true, false]);
    assert.deepEqual(takenBy("5 m"), [false, false, false]);
  });

  test("say what to write instead of a mistake", () => {
    assert.match(durationProblem("5 minutes") ?? "", /write "5m"$/);
    assert.match(durationProblem("30") ?? "", /no unit; write "30s" or "30m"$/);
    assert.match(durationProblem("2d") ?? "", /write "48h"$/);
    assert.match(durationProblem("5constructor") ?? "", /no unit "constructor"/);
    assert.match(prometheusDurationProblem("1.5h") ?? "", /"1d12h"/);
    assert.match(gatewayDurationProblem("") ?? "", /"1h30m"/);
    assert.throws(() => parseDuration("soon"), { name: "SyntaxError", message: /"soon"/ });
    assert.throws(() => parseDuration("9".repeat(1e5)), SyntaxError);
  });
});
