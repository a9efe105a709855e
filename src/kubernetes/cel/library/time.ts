import { type Library, type Overload, overload } from "../declarations.ts";
import { type TimeParts, timeIn } from "../time.ts";
import { type Duration, isError, type Result, type Timestamp } from "../value.ts";

/** A part of a time, in UTC or in a zone; the server's name of the latter form is not always regular. */
function part(id: string, read: (time: TimeParts) => number, inZone = `${id}_with_tz`): Overload[] {
  const of = (time: Timestamp, zone: string): Result => {
    const parts = timeIn(time, zone);
    return "message" in parts && isError(parts) ? parts : BigInt(read(parts as TimeParts));
  };
  return [
    overload(id, "timestamp.() -> int", (time: Timestamp) => of(time, "UTC")),
    overload(inZone, "timestamp.(string) -> int", of),
  ];
}

function length(id: string, unit: bigint): Overload {
  return overload(id, "duration.() -> int", ({ nanoseconds }: Duration) => nanoseconds / unit);
}

/** @see github.com/google/cel-go/common/stdlib/standard.go */
export const time: Library = {
  since: 0,
  functions: {
    getFullYear: part("timestamp_to_year", ({ year }) => year),
    getMonth: part("timestamp_to_month", ({ month }) => month),
    getDayOfYear: part("timestamp_to_day_of_year", ({ dayOfYear }) => dayOfYear),
    getDayOfMonth: part("timestamp_to_day_of_month", ({ day }) => day - 1),
    getDate: part("timestamp_to_day_of_month_1_based", ({ day }) => day),
    getDayOfWeek: part("timestamp_to_day_of_week", ({ weekday }) => weekday),
    getHours: [
      ...part("timestamp_to_hours", ({ hour }) => hour),
      length("duration_to_hours", 3_600_000_000_000n),
    ],
    getMinutes: [
      ...part("timestamp_to_minutes", ({ minute }) => minute),
      length("duration_to_minutes", 60_000_000_000n),
    ],
    getSeconds: [
      ...part("timestamp_to_seconds", ({ second }) => second, "timestamp_to_seconds_tz"),
      length("duration_to_seconds", 1_000_000_000n),
    ],
    getMilliseconds: [
      ...part("timestamp_to_milliseconds", ({ nanos }) => Math.floor(nanos / 1e6)),
      length("duration_to_milliseconds", 1_000_000n),
    ],
  },
};
