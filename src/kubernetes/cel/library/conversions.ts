import { parseDuration } from "../../duration.ts";
import { timestampOf } from "../arithmetic.ts";
import { type Library, overload } from "../declarations.ts";
import {
  intOf,
  intOfDouble,
  parseDouble,
  plain,
  textOfDouble,
  uintOf,
  uintOfDouble,
} from "../numbers.ts";
import { parseTimestamp, textOfTimestamp } from "../time.ts";
import {
  CelError,
  type CelValue,
  Duration,
  type Result,
  type Timestamp,
  TypeValue,
  typeOfValue,
  type Uint,
} from "../value.ts";

const SECOND = 1_000_000_000n;
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text) => [text, true] as const),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text) => [text, false] as const),
]);

function same<T extends CelValue>(value: T): T {
  return value;
}

function unreadable(text: string, type: string): CelError {
  return new CelError(`${JSON.stringify(text)} is no ${type}`);
}

function textToInt(text: string): Result {
  return /^[+-]?\d+$/.test(text) ? intOf(BigInt(text.replace("+", ""))) : unreadable(text, "int");
}

function textToUint(text: string): Result {
  return /^\d+$/.test(text) ? uintOf(BigInt(text)) : unreadable(text, "uint");
}

function textToDuration(text: string): Result {
  try {
    return new Duration(parseDuration(text));
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable(text, "duration");
    throw error;
  }
}

function bytesToText(bytes: Uint8Array): Result {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new CelError("invalid UTF-8 in bytes, cannot convert to string");
  }
}

/** In seconds, as floating point gives them. */
export function textOfDuration({ nanoseconds }: Duration): string {
  const seconds = Number(nanoseconds / SECOND) + Number(nanoseconds % SECOND) / 1e9;
  return `${plain(seconds)}s`;
}

/** The functions named like types. @see github.com/google/cel-go/common/stdlib/standard.go */
export const conversions: Library = {
  since: 0,
  functions: {
    type: [
      overload(
        "type",
        "(A) -> type<A>",
        (value: CelValue) => new TypeValue(typeOfValue(value).name),
      ),
    ],
    dyn: [overload("to_dyn", "(A) -> dyn", same)],
    bool: [
      overload("bool_to_bool", "(bool) -> bool", same),
      overload(
        "string_to_bool",
        "(string) -> bool",
        (text: string) => TRUTHS.get(text) ?? unreadable(text, "bool"),
      ),
    ],
    bytes: [
      overload("bytes_to_bytes", "(bytes) -> bytes", same),
      overload("string_to_bytes", "(string) -> bytes", (text: string) =>
        new TextEncoder().encode(text),
      ),
    ],
    double: [
      overload("double_to_double", "(double) -> double", same),
      overload("int64_to_double", "(int) -> double", (value: bigint) => Number(value)),
      overload(
        "string_to_double",
        "(string) -> double",
        (text: string) => parseDouble(text) ?? unreadable(text, "double"),
      ),
      overload("uint64_to_double", "(uint) -> double", ({ value }: Uint) => Number(value)),
    ],
    int: [
      overload("int64_to_int64", "(int) -> int", same),
      overload("double_to_int64", "(double) -> int", intOfDouble),
      overload("duration_to_int64", "(duration) -> int", (value: Duration) => value.nanoseconds),
      overload("string_to_int64", "(string) -> int", textToInt),
      overload("timestamp_to_int64", "(timestamp) -> int", ({ nanoseconds }: Timestamp) => {
        const rest = ((nanoseconds % SECOND) + SECOND) % SECOND;
        return (nanoseconds - rest) / SECOND;
      }),
      overload("uint64_to_int64", "(uint) -> int", ({ value }: Uint) => intOf(value)),
    ],
    uint: [
      overload("uint64_to_uint64", "(uint) -> uint", same),
      overload("double_to_uint64", "(double) -> uint", uintOfDouble),
      overload("int64_to_uint64", "(int) -> uint", (value: bigint) => uintOf(value)),
      overload("string_to_uint64", "(string) -> uint", textToUint),
    ],
    duration: [
      overload("duration_to_duration", "(duration) -> duration", same),
      // Declared by the library, and done by nobody.
      overload(
        "int64_to_duration",
        "(int) -> duration",
        () => new CelError("type conversion error from 'int' to 'duration'"),
      ),
      overload("string_to_duration", "(string) -> duration", textToDuration),
    ],
    timestamp: [
      overload("timestamp_to_timestamp", "(timestamp) -> timestamp", same),
      overload("int64_to_timestamp", "(int) -> timestamp", (value: bigint) =>
        timestampOf(value * SECOND),
      ),
      overload("string_to_timestamp", "(string) -> timestamp", parseTimestamp),
    ],
    string: [
      overload("string_to_string", "(string) -> string", same),
      overload("bool_to_string", "(bool) -> string", String),
      overload("bytes_to_string", "(bytes) -> string", bytesToText),
      overload("double_to_string", "(double) -> string", textOfDouble),
      overload("duration_to_string", "(duration) -> string", textOfDuration),
      overload("int64_to_string", "(int) -> string", String),
      overload("timestamp_to_string", "(timestamp) -> string", textOfTimestamp),
      overload("uint64_to_string", "(uint) -> string", ({ value }: Uint) => String(value)),
    ],
  },
};
