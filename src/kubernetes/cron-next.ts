import type { CronFields, CronSchedule } from "./cron.ts";
import { type WallTime, type ZoneClock, zoneClock } from "./zone-clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const YEARS_TO_SEARCH = 5;

/**
 * The next time after `after` at which the schedule fires; undefined where it does not within five
 * years (the 31st of February). Around changes of daylight saving time it answers as the CronJob
 * controller's library does, oddities included.
 *
 * @param timeZone the CronJob's `spec.timeZone`; "UTC" is the controller manager's usual own.
 * @see github.com/robfig/cron/v3/spec.go Next
 * @throws {RangeError} for an unknown time zone.
 */
export function nextRun(schedule: CronSchedule, after: Date, timeZone = "UTC"): Date | undefined {
  const second = Math.floor(after.getTime() / SECOND) * SECOND;
  if ("everySeconds" in schedule) return new Date(second + schedule.everySeconds * SECOND);
  const { minutes, hours, daysOfMonth, months, daysOfWeek } = schedule;
  const fields = [minutes, hours, daysOfMonth, months, daysOfWeek];
  if (fields.some(({ values }) => values.size === 0)) return undefined;
  const instant = search(schedule, second + SECOND, zoneClock(timeZone));
  return instant === undefined ? undefined : new Date(instant);
}

/** Every field is moved on until it matches; when one wraps around, the larger ones start again. */
function search(fields: CronFields, start: number, clock: ZoneClock): number | undefined {
  const lastYear = clock.wall(start).year + YEARS_TO_SEARCH;
  let time = start;
  let moved = false;
  for (;;) {
    const step = advance();
    if (step === "found") return time;
    if (clock.wall(time).year > lastYear) return undefined;
  }

  function advance(): "found" | "wrapped" {
    for (let wall = now(); !fields.months.values.has(wall.month); wall = now()) {
      if (!moved) time = clock.instant({ ...wall, day: 1, hour: 0, minute: 0, second: 0 });
      moved = true;
      const { month, ...rest } = now();
      time = clock.instant({ ...rest, month: month + 1 });
      if (now().month === 1) return "wrapped";
    }
    for (let wall = now(); !matchesDay(fields, wall); wall = now()) {
      if (!moved) time = clock.instant({ ...wall, hour: 0, minute: 0, second: 0 });
      moved = true;
      const { day, ...rest } = now();
      time = clock.instant({ ...rest, day: day + 1 });
      const { hour } = now();
      if (hour !== 0) time += (hour > 12 ? 24 - hour : -hour) * HOUR;
      if (now().day === 1) return "wrapped";
    }
    for (let wall = now(); !fields.hours.values.has(wall.hour); wall = now()) {
      if (!moved) time = clock.instant({ ...wall, minute: 0, second: 0 });
      moved = true;
      time += HOUR;
      if (now().hour === 0) return "wrapped";
    }
    for (let wall = now(); !fields.minutes.values.has(wall.minute); wall = now()) {
      if (!moved) time = Math.floor(time / MINUTE) * MINUTE;
      moved = true;
      time += MINUTE;
      if (now().minute === 0) return "wrapped";
    }
    while (now().second !== 0) {
      moved = true;
      time += SECOND;
      if (now().second === 0) return "wrapped";
    }
    return "found";
  }

  function now(): WallTime {
    return clock.wall(time);
  }
}

/** Of two restricted day fields either is enough; one that is unrestricted adds no days. */
function matchesDay({ daysOfMonth, daysOfWeek }: CronFields, wall: WallTime): boolean {
  const byMonth = daysOfMonth.values.has(wall.day);
  const byWeek = daysOfWeek.values.has(wall.weekday);
  return daysOfMonth.any || daysOfWeek.any ? byMonth && byWeek : byMonth || byWeek;
}
