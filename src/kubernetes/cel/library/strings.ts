import { type Library, overload } from "../declarations.ts";
import { codePoints, hasSurrogates } from "../texts.ts";
import { CelError, type ListValue, type Result } from "../value.ts";
import { formatText } from "./format-text.ts";
import { listOfTexts } from "./lists.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

function outOfRange(index: bigint): CelError {
  return new CelError(`index out of range: ${index}`);
}

function charAt(text: string, at: bigint): Result {
  const points = [...text];
  if (at < 0n || at > points.length) return outOfRange(at);
  return points[Number(at)] ?? "";
}

function substring(text: string, start: bigint, end = BigInt(codePoints(text))): Result {
  const size = codePoints(text);
  if (start > end) return new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > size) return outOfRange(start);
  if (end > size) return outOfRange(end);
  if (!hasSurrogates(text)) return text.slice(Number(start), Number(end));
  return [...text].slice(Number(start), Number(end)).join("");
}

/** Positions count code points. */
function indexOf(text: string, part: string, from = 0n): Result {
  if (part === "") return from;
  if (from < 0n) return outOfRange(from);
  const points = [...text];
  const start = from >= points.length ? points.length : Number(from);
  const found = points.slice(start).join("").indexOf(part);
  if (found < 0) return -1n;
  return BigInt(start + codePoints(points.slice(start).join("").slice(0, found)));
}

function lastIndexOf(text: string, part: string): Result {
  const size = codePoints(text);
  if (part === "") return BigInt(size);
  if (size < codePoints(part)) return -1n;
  return lastIndexFrom(text, part, BigInt(size - 1));
}

function lastIndexFrom(text: string, part: string, from: bigint): Result {
  if (part === "") return from;
  if (from < 0n) return outOfRange(from);
  const points = [...text];
  if (from >= points.length) return -1n;
  const size = codePoints(part);
  const found = points
    .slice(0, Number(from) + size)
    .join("")
    .lastIndexOf(part);
  return found < 0 ? -1n : BigInt(codePoints(text.slice(0, found)));
}

function replace(text: string, old: string, by: string, count = -1n): string {
  if (count === 0n) return text;
  if (old === "") return replaceNothing(text, by, count);
  const parts = text.split(old);
  const replaced = count < 0n ? parts.length - 1 : Math.min(Number(count), parts.length - 1);
  return [parts.slice(0, replaced + 1).join(by), ...parts.slice(replaced + 1)].join(old);
}

/** Between all code points, and at both ends. */
function replaceNothing(text: string, by: string, count: bigint): string {
  const points = [...text];
  const most = count < 0n ? points.length + 1 : Number(count);
  return `${points.map((point, at) => (at < most ? by : "") + point).join("")}${most > points.length ? by : ""}`;
}

function split(text: string, by: string, count = -1n): ListValue {
  if (count === 0n) return listOfTexts([]);
  const parts = by === "" ? [...text] : text.split(by);
  if (count < 0n || parts.length <= count) return listOfTexts(parts);
  const kept = parts.slice(0, Number(count) - 1);
  return listOfTexts([...kept, parts.slice(Number(count) - 1).join(by)]);
}

function join(list: ListValue, by = ""): Result {
  const parts: string[] = [];
  for (const item of list) {
    if (typeof item !== "string") return new CelError("join: invalid input");
    parts.push(item);
  }
  return parts.join(by);
}

/** The white space of Unicode, as Go has it. */
function trim(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, (space) =>
    space.includes("\ufeff") ? keepMarks(space) : "",
  );
}

/** A byte order mark is space for JavaScript, and not for Go. */
function keepMarks(space: string): string {
  return space.slice(space.indexOf("\ufeff"), space.lastIndexOf("\ufeff") + 1);
}

/** @see github.com/google/cel-go/ext/strings.go, and the standard library for the first four */
export const strings: Library = {
  since: 0,
  functions: {
    contains: [
      overload("contains_string", "string.(string) -> bool", (text: string, part: string) =>
        text.includes(part),
      ),
    ],
    startsWith: [
      overload("starts_with_string", "string.(string) -> bool", (text: string, part: string) =>
        text.startsWith(part),
      ),
    ],
    endsWith: [
      overload("ends_with_string", "string.(string) -> bool", (text: string, part: string) =>
        text.endsWith(part),
      ),
    ],
    charAt: [overload("string_char_at_int", "string.(int) -> string", charAt)],
    format: [overload("string_format", "string.(list<dyn>) -> string", formatText)],
    indexOf: [
      overload("string_index_of_string", "string.(string) -> int", (text: string, part: string) =>
        indexOf(text, part),
      ),
      overload("string_index_of_string_int", "string.(string, int) -> int", indexOf),
    ],
    join: [
      overload("list_join", "list<string>.() -> string", (list: ListValue) => join(list)),
      overload("list_join_string", "list<string>.(string) -> string", join),
    ],
    lastIndexOf: [
      overload("string_last_index_of_string", "string.(string) -> int", lastIndexOf),
      overload("string_last_index_of_string_int", "string.(string, int) -> int", lastIndexFrom),
    ],
    lowerAscii: [
      overload("string_lower_ascii", "string.() -> string", (text: string) =>
        text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
      ),
    ],
    upperAscii: [
      overload("string_upper_ascii", "string.() -> string", (text: string) =>
        text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
      ),
    ],
    replace: [
      overload(
        "string_replace_string_string",
        "string.(string, string) -> string",
        (text: string, old: string, by: string) => replace(text, old, by),
      ),
      overload(
        "string_replace_string_string_int",
        "string.(string, string, int) -> string",
        replace,
      ),
    ],
    split: [
      overload(
        "string_split_string",
        "string.(string) -> list<string>",
        (text: string, by: string) => split(text, by),
      ),
      overload("string_split_string_int", "string.(string, int) -> list<string>", split),
    ],
    "strings.quote": [
      overload(
        "strings_quote",
        "(string) -> string",
        (text: string) =>
          // biome-ignore lint/suspicious/noControlCharactersInRegex: those that have an escape
          `"${text.toWellFormed().replace(/[\x07-\r\\"]/g, (character) => ESCAPES[character] as string)}"`,
      ),
    ],
    substring: [
      overload("string_substring_int", "string.(int) -> string", (text: string, start: bigint) =>
        start > codePoints(text) ? outOfRange(start) : substring(text, start),
      ),
      overload("string_substring_int_int", "string.(int, int) -> string", substring),
    ],
    trim: [overload("string_trim", "string.() -> string", trim)],
  },
};
