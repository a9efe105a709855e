import { zoneClock } from "../zone-clock.ts";
import { timestampOf } from "./arithmetic.ts";
import { CelError, type Result, Timestamp } from "./value.ts";

const SECOND = 1_000_000_000n;
const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:(Z)|([+-])(\d\d):(\d\d))$/;

/** Reads RFC 3339 as Go's time.Parse does. */
export function parseTimestamp(text: string): Result {
  const parts = RFC3339.exec(text);
  const problem = () => new CelError(`type conversion error from 'string' to 'timestamp'`);
  if (!parts) return problem();
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const seconds = secondsOf(year, month, day, hour, minute, second);
  const [fraction = "", , sign, zoneHour = "0", zoneMinute = "0"] = parts.slice(7);
  const [east, minutes] = [Number(zoneHour), Number(zoneMinute)];
  if (seconds === undefined || east > 24 || minutes > 59) return problem();
  const zone = (sign === "-" ? -1 : 1) * (east * 60 + minutes);
  const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, "0"));
  return timestampOf((seconds - BigInt(zone * 60)) * SECOND + nanoseconds, zone);
}

/** Seconds since 1970 in UTC; undefined for a date or time that there is not. */
function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || month > 12 || date.getUTCDate() !== day || day < 1) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second);
}

/**
 * Reads what a custom resource has in a field of the format `date-time`.
 *
 * @see k8s.io/kube-openapi/pkg/validation/strfmt/time.go ParseDateTime
 */
export function parseDateTime(text: string): Result {
  if (text === "") return new Timestamp(0n);
  const isLocal = /^\d{4}-\d\d-\d\dT\d{1,2}:\d\d:\d\d(?:[.,]\d+)?$/.test(text);
  return parseTimestamp(isLocal ? `${text}Z` : text);
}

/** Reads what a custom resource has in a field of the format `date`. */
export function parseDate(text: string): Result {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return new CelError(`Invalid date formatted string ${text}`);
  return parseTimestamp(`${text}T00:00:00Z`);
}

/** As Go's RFC3339Nano: no zeros at the end of the fraction. */
export function textOfTimestamp({ nanoseconds, zone }: Timestamp): string {
  const local = nanoseconds + BigInt(zone) * 60n * SECOND;
  const { year, month, day, hour, minute, second, nanos } = partsOf(local);
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const fraction = nanos === 0 ? "" : `.${pad(nanos, 9).replace(/0+$/, "")}`;
  const east = Math.abs(zone);
  const suffix =
    zone === 0 ? "Z" : `${zone < 0 ? "-" : "+"}${pad(Math.floor(east / 60))}:${pad(east % 60)}`;
  const date = `${pad(year, 4)}-${pad(month + 1)}-${pad(day)}`;
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${suffix}`;
}

/** What a calendar and a clock show; months from 0, Sunday is weekday 0. */
export interface TimeParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanos: number;
}

function partsOf(nanoseconds: bigint): TimeParts {
  const nanos = ((nanoseconds % SECOND) + SECOND) % SECOND;
  const date = new Date(Number((nanoseconds - nanos) / SECOND) * 1000);
  const newYear = new Date(date);
  newYear.setUTCMonth(0, 1);
  newYear.setUTCHours(0, 0, 0, 0);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    dayOfYear: Math.floor((date.getTime() - newYear.getTime()) / 86_400_000),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanos: Number(nanos),
  };
}

/**
 * The parts of a time in a zone: a name of the IANA database, or hours and minutes such as `-08:00`.
 *
 * @see github.com/google/cel-go/common/stdlib/standard.go inTimeZone
 */
export function timeIn({ nanoseconds }: Timestamp, zone: string): TimeParts | CelError {
  const colon = zone.indexOf(":");
  if (colon < 0) return timeInNamed(nanoseconds, zone);
  const [hours, minutes] = [zone.slice(0, colon), zone.slice(colon + 1)];
  if (![hours, minutes].every((part) => /^[+-]?\d{1,18}$/.test(part)))
    return new CelError(`${JSON.stringify(zone)} is not a time zone`);
  const east = Number(hours) * 60 + (zone.startsWith("-") ? -1 : 1) * Number(minutes);
  return partsOf(nanoseconds + BigInt(east) * 60n * SECOND);
}

function timeInNamed(nanoseconds: bigint, zone: string): TimeParts | CelError {
  if (zone === "" || zone === "UTC") return partsOf(nanoseconds);
  try {
    const instant = Number(nanoseconds / 1_000_000n);
    const wall = zoneClock(zone).wall(instant);
    const local = new Date(0);
    local.setUTCFullYear(wall.year, wall.month - 1, wall.day);
    local.setUTCHours(wall.hour, wall.minute, wall.second);
    const nanos = ((nanoseconds % SECOND) + SECOND) % SECOND;
    return partsOf(BigInt(local.getTime() / 1000) * SECOND + nanos);
  } catch (error) {
    if (error instanceof RangeError) return new CelError(`unknown time zone ${zone}`);
    throw error;
  }
}
