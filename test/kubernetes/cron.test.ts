import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { cronProblem, parseCron } from "../../src/kubernetes/cron.ts";
import { nextRun } from "../../src/kubernetes/cron-next.ts";
import { timeZoneProblem } from "../../src/kubernetes/time-zone.ts";

function next(schedule: string, after: string, timeZone?: string): string | undefined {
  return nextRun(parseCron(schedule), new Date(after), timeZone)?.toISOString();
}

suite("schedules", () => {
  test("that are wrong are explained", () => {
    const told: [string, RegExp][] = [
      ["* * * *", /4 fields, not five \(minute, hour/],
      ["0 0 * * * *", /6 fields/],
      ["61 * * * *", /minute field "61" only 0 to 59/],
      ["0 0 * * 7", /day of the week.*Sunday is 0/],
      ["0 0 * foo *", /"foo" is not a number or one of jan, feb/],
      ["30-10 * * * *", /ends before it starts/],
      ["*/0 * * * *", /step is 0/],
      ["1-2-3 * * * *", /more than one "-"/],
      ["1/2/3 * * * *", /more than one "\/"/],
      ["@dayly", /write one of @yearly/],
      ["@every 5", /"5" is not a duration/],
      ["TZ=Europe/Berlin 0 0 * * *", /write it into timeZone/],
      ["", /0 fields/],
    ];
    for (const [schedule, message] of told) assert.match(cronProblem(schedule) ?? "", message);
    assert.throws(() => parseCron("now"), { name: "SyntaxError", message: /"now"/ });
  });

  test("never crash on any text", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."*?/-,0159 @TZ=") }));
    fc.assert(fc.property(text, (schedule) => void cronProblem(schedule)));
  });

  test("fire when they say", () => {
    assert.equal(next("0 2 * * *", "2026-05-01T02:00:00Z"), "2026-05-02T02:00:00.000Z");
    assert.equal(next("*/15 * * * *", "2026-05-01T02:07:30Z"), "2026-05-01T02:15:00.000Z");
    assert.equal(next("0 0 1 jan *", "2026-05-01T00:00:00Z"), "2027-01-01T00:00:00.000Z");
    assert.equal(next("0 0 29 2 *", "2026-05-01T00:00:00Z"), "2028-02-29T00:00:00.000Z");
    assert.equal(next("@every 90m", "2026-05-01T00:00:00Z"), "2026-05-01T01:30:00.000Z");
  });

  test("with two restricted days fire on either, with one on that one", () => {
    assert.equal(next("0 0 13 * 5", "2026-05-02T00:00:00Z"), "2026-05-08T00:00:00.000Z");
    assert.equal(next("0 0 13 * *", "2026-05-02T00:00:00Z"), "2026-05-13T00:00:00.000Z");
    assert.equal(next("0 0 * * 5", "2026-05-10T00:00:00Z"), "2026-05-15T00:00:00.000Z");
  });

  test("that can never fire have no next time", () => {
    assert.equal(next("0 0 31 2 *", "2026-05-01T00:00:00Z"), undefined);
    assert.equal(next(", * * * *", "2026-05-01T00:00:00Z"), undefined);
  });

  test("follow the clocks of their time zone", () => {
    const winter = next("0 3 * * *", "2026-01-10T12:00:00Z", "Europe/Berlin");
    const summer = next("0 3 * * *", "2026-07-10T12:00:00Z", "Europe/Berlin");
    assert.deepEqual([winter, summer], ["2026-01-11T02:00:00.000Z", "2026-07-11T01:00:00.000Z"]);
    const skipped = next("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin");
    assert.equal(skipped, "2026-03-30T00:30:00.000Z", "half past two does not exist on 29 March");
  });

  test("fire at a minute that matches every field, and at none before", () => {
    const field = (min: number, max: number) =>
      fc.oneof(fc.constant("*"), fc.integer({ min, max }).map(String));
    const schedule = fc.tuple(
      field(0, 59),
      field(0, 23),
      field(1, 28),
      fc.constant("*"),
      fc.constant("*"),
    );
    const time = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2026, 11) });
    fc.assert(
      fc.property(schedule, time, (fields, after) => {
        const found = nextRun(parseCron(fields.join(" ")), new Date(after))?.getTime() ?? 0;
        const matches = (minute: number) => {
          const date = new Date(minute);
          const shown = [date.getUTCMinutes(), date.getUTCHours(), date.getUTCDate()];
          return shown.every(
            (value, index) => fields[index] === "*" || Number(fields[index]) === value,
          );
        };
        assert.ok(found > after && matches(found));
        const first = Math.floor(after / 60_000) * 60_000 + 60_000;
        for (let minute = first; minute < found; minute += 60_000) assert.ok(!matches(minute));
      }),
      { numRuns: 30 },
    );
  });
});

suite("time zones", () => {
  test("are names of the IANA database in its own spelling", () => {
    for (const zone of [
      "UTC",
      "Etc/UTC",
      "Europe/Berlin",
      "US/Pacific",
      "America/Argentina/Buenos_Aires",
    ]) {
      assert.equal(timeZoneProblem(zone), undefined);
    }
    assert.match(timeZoneProblem("europe/berlin") ?? "", /write "Europe\/Berlin"$/);
    assert.match(timeZoneProblem("Local") ?? "", /same everywhere/);
    for (const zone of ["", "Mars/Phobos", "+01:00", "PST", "../etc/passwd", "Europe/Berlin/"]) {
      assert.match(timeZoneProblem(zone) ?? "", /write a name such as "Europe\/Berlin"/);
    }
  });
});
