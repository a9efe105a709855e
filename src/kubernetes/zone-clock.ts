/** What a clock on the wall shows; months from 1, Sunday is weekday 0. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

/** Between instants (milliseconds since 1970) and the clocks on the walls of one time zone. */
export interface ZoneClock {
  wall(instant: number): WallTime;
  /** Values out of range carry over, so that day 32 is in the next month. The weekday is ignored. */
  instant(wall: WallTime): number;
}

/**
 * @param timeZone a name of the IANA database.
 * @throws {RangeError} for an unknown time zone.
 */
export function zoneClock(timeZone: string): ZoneClock {
  const known = CLOCKS.get(timeZone);
  if (known !== undefined) return known;
  const clock = makeClock(timeZone === "UTC" ? () => 0 : offsetsOf(timeZone));
  CLOCKS.set(timeZone, clock);
  return clock;
}

const CLOCKS = new Map<string, ZoneClock>();

function makeClock(offset: (instant: number) => number): ZoneClock {
  return {
    wall: (instant) => {
      const local = new Date(instant + offset(instant));
      return {
        year: local.getUTCFullYear(),
        month: local.getUTCMonth() + 1,
        day: local.getUTCDate(),
        hour: local.getUTCHours(),
        minute: local.getUTCMinutes(),
        second: local.getUTCSeconds(),
        weekday: local.getUTCDay(),
      };
    },
    /* A time that occurs twice, or not at all, is resolved as Go's time.Date does. */
    instant: ({ year, month, day, hour, minute, second }) => {
      const local = Date.UTC(year, month - 1, day, hour, minute, second);
      const guess = offset(local);
      return guess === 0 ? local : local - offset(local - guess);
    },
  };
}

function offsetsOf(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (instant) => {
    const parts = format.formatToParts(instant);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    const day = Date.UTC(of("year"), of("month") - 1, of("day"));
    const local = day + ((of("hour") * 60 + of("minute")) * 60 + of("second")) * 1000;
    return local - Math.floor(instant / 1000) * 1000;
  };
}
