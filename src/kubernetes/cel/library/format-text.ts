import { textOfDouble } from "../numbers.ts";
import { textOfTimestamp } from "../time.ts";
import {
  CelError,
  type CelValue,
  Duration,
  isError,
  isMapValue,
  ListValue,
  type MapValue,
  type Result,
  Timestamp,
  TypeValue,
  typeOfValue,
  Uint,
} from "../value.ts";
import { textOfDuration } from "./conversions.ts";

const CLAUSE = /%(?:%|(?:\.(\d*))?(.))|%$/gsu;
const DEFAULT_PRECISION = 6;

/** `"%s of %d".format([a, b])` @see github.com/google/cel-go/ext/formatting.go */
export function formatText(format: string, list: ListValue): Result {
  let next = 0;
  let problem: CelError | undefined;
  const fail = (message: string) => {
    problem ??= new CelError(message);
    return "";
  };
  const text = format.replace(CLAUSE, (found, digits: string | undefined, verb?: string) => {
    if (found === "%%") return "%";
    if (problem) return "";
    if (verb === undefined)
      return fail("could not parse formatting clause: unexpected end of string");
    if (next >= list.size) return fail(`index ${next} out of range`);
    const value = list.get(next++);
    if (isError(value)) return fail(value.message);
    const precision = digits === undefined ? DEFAULT_PRECISION : Number(digits);
    const made = clause(verb, value, precision);
    return typeof made === "string" ? made : fail(made.message);
  });
  return problem ?? text;
}

function clause(verb: string, value: CelValue, precision: number): string | CelError {
  switch (verb) {
    case "s":
      return textOf(value);
    case "d":
      return isWhole(value) ? String(wholeOf(value)) : wrong("decimal", "integers", value);
    case "f":
    case "e": {
      const number = numberOf(value);
      if (number === undefined)
        return wrong(verb === "f" ? "fixed-point" : "scientific", "doubles", value);
      return localized(number, precision, verb);
    }
    case "b":
      if (typeof value === "boolean") return value ? "1" : "0";
      return isWhole(value)
        ? wholeOf(value).toString(2)
        : wrong("binary", "integers and bools", value);
    case "x":
    case "X": {
      const hex = hexOf(value);
      if (hex === undefined) return wrong("hex", "integers, byte buffers, and strings", value);
      return verb === "X" ? hex.toUpperCase() : hex;
    }
    case "o":
      return isWhole(value) ? wholeOf(value).toString(8) : wrong("octal", "integers", value);
    default:
      return new CelError(
        `could not parse formatting clause: unrecognized formatting clause "${verb}"`,
      );
  }
}

function isWhole(value: CelValue): value is bigint | Uint {
  return typeof value === "bigint" || value instanceof Uint;
}

function wholeOf(value: bigint | Uint): bigint {
  return value instanceof Uint ? value.value : value;
}

function wrong(clause: string, wanted: string, value: CelValue): CelError {
  const { name } = typeOfValue(value);
  return new CelError(`${clause} clause can only be used on ${wanted}, was given ${name}`);
}

function numberOf(value: CelValue): number | undefined {
  if (typeof value === "number") return value;
  if (value === "NaN") return Number.NaN;
  if (value === "Infinity" || value === "-Infinity") return Number(value);
  return undefined;
}

/** As golang.org/x/text prints numbers in English. */
function localized(value: number, precision: number, verb: "f" | "e"): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (verb === "f")
    return value.toLocaleString("en-US", {
      minimumFractionDigits: Math.min(precision, 100),
      maximumFractionDigits: Math.min(precision, 100),
    });
  // The precision that is asked for is taken for a width.
  const [digits = "", exponent = ""] = value.toExponential(DEFAULT_PRECISION).split("e");
  const power = Number(exponent);
  const sign = power < 0 ? "-" : "";
  const superscript = `${sign.replace("-", "⁻")}${[...String(Math.abs(power)).padStart(2, "0")].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
  return `${digits}×10${superscript}`;
}

function hexOf(value: CelValue): string | undefined {
  if (isWhole(value)) return wholeOf(value).toString(16);
  if (typeof value === "string") return Buffer.from(value, "utf8").toString("hex");
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : undefined;
}

/** What `%s` makes of a value. */
function textOf(value: CelValue): string | CelError {
  if (typeof value === "string") return value;
  if (value === null) return "null";
  if (typeof value === "boolean" || isWhole(value))
    return String(value instanceof Uint ? value.value : value);
  if (typeof value === "number") return textOfDouble(value);
  if (value instanceof Timestamp) return textOfTimestamp(value);
  if (value instanceof Duration) return textOfDuration(value);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (value instanceof ListValue) return textOfList(value);
  if (isMapValue(value)) return textOfMap(value);
  return new CelError(
    `string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${typeOfValue(value).name}`,
  );
}

/** As a part of a list or a map: as one would write it in CEL. */
function literalOf(value: Result): string | CelError {
  if (isError(value)) return value;
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return `b${quoted(Buffer.from(value).toString("utf8"))}`;
  if (value instanceof Timestamp) return `timestamp(${quoted(textOfTimestamp(value))})`;
  if (value instanceof Duration) return `duration(${quoted(textOfDuration(value))})`;
  if (typeof value !== "number") return textOf(value);
  if (Number.isFinite(value)) return value.toFixed(DEFAULT_PRECISION);
  return quoted(Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function textOfList(list: ListValue): string | CelError {
  const parts: string[] = [];
  for (const item of list) {
    const text = literalOf(item);
    if (typeof text !== "string") return text;
    parts.push(text);
  }
  return `[${parts.join(", ")}]`;
}

function textOfMap(map: MapValue): string | CelError {
  const entries: [string, string][] = [];
  for (const key of map.keys()) {
    const [name, text] = [literalOf(key), literalOf(map.find(key) ?? null)];
    if (typeof name !== "string") return name;
    if (typeof text !== "string") return text;
    entries.push([name, text]);
  }
  entries.sort(([one], [other]) => Number(one > other) - Number(one < other));
  return `{${entries.map(([key, text]) => `${key}:${text}`).join(", ")}}`;
}
