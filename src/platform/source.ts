import type { Where } from "../problem.ts";

/**
 * Follows a path of keys into the object literal that a call was given, so that a message can point
 * to the very line of a wrong value. Reads brackets, strings and comments only; where a value is not
 * written in place (a spread, a variable) it answers with the last place it could follow to.
 */
export function findInCall(source: string, call: Where, path: readonly (string | number)[]): Where {
  let offset = offsetOf(source, call);
  let found = offset;
  const open = source.indexOf("(", offset);
  if (open < 0) return call;
  offset = objectArgument(source, open + 1);
  for (const step of path) {
    if (offset < 0) break;
    const next =
      typeof step === "number" ? element(source, offset, step) : property(source, offset, step);
    if (!next) break;
    found = next.at;
    offset = next.value;
  }
  return placeOf(source, found, call.file);
}

function offsetOf(source: string, where: Where): number {
  let offset = 0;
  for (let line = 1; line < where.line; line++) {
    const end = source.indexOf("\n", offset);
    if (end < 0) return offset;
    offset = end + 1;
  }
  return offset + where.column - 1;
}

function placeOf(source: string, offset: number, file: string): Where {
  const before = source.slice(0, offset);
  const line = before.split("\n").length;
  return { file, line, column: offset - before.lastIndexOf("\n") };
}

/** The first argument that is an object literal, or -1. */
function objectArgument(source: string, from: number): number {
  let at = skipBlank(source, from);
  while (at < source.length && source[at] !== ")") {
    if (source[at] === "{") return at;
    at = skipBlank(source, skipValue(source, at));
    if (source[at] === ",") at = skipBlank(source, at + 1);
  }
  return -1;
}

interface Found {
  readonly at: number;
  readonly value: number;
}

function property(source: string, object: number, key: string): Found | undefined {
  if (source[object] !== "{") return undefined;
  let at = skipBlank(source, object + 1);
  while (at < source.length && source[at] !== "}") {
    const start = at;
    const name = /^(?:"([^"]*)"|'([^']*)'|([\w$]+))/.exec(source.slice(at, at + 200));
    const afterName = name ? skipBlank(source, at + name[0].length) : at;
    const spelt = name?.[1] ?? name?.[2] ?? name?.[3];
    const value = source[afterName] === ":" ? skipBlank(source, afterName + 1) : start;
    if (spelt === key) return { at: start, value };
    at = skipBlank(source, skipValue(source, value));
    if (source[at] === ",") at = skipBlank(source, at + 1);
  }
  return undefined;
}

function element(source: string, array: number, index: number): Found | undefined {
  if (source[array] !== "[") return undefined;
  let at = skipBlank(source, array + 1);
  for (let i = 0; at < source.length && source[at] !== "]"; i++) {
    if (i === index) return { at, value: at };
    at = skipBlank(source, skipValue(source, at));
    if (source[at] === ",") at = skipBlank(source, at + 1);
  }
  return undefined;
}

/** The offset after one expression: up to a comma or closing bracket that is not inside another. */
function skipValue(source: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < source.length) {
    const char = source[at] as string;
    if (depth === 0 && (char === "," || char === ")" || char === "]" || char === "}")) return at;
    if (char === "(" || char === "[" || char === "{") depth++;
    else if (char === ")" || char === "]" || char === "}") depth--;
    const next = skipText(source, at);
    at = next > at ? next : at + 1;
  }
  return at;
}

function skipBlank(source: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(source[at] ?? "")) at++;
    const next =
      source.startsWith("//", at) || source.startsWith("/*", at) ? skipText(source, at) : at;
    if (next === at) return at;
    at = next;
  }
}

/** The offset after a comment, text or pattern that starts here; the same offset where none does. */
function skipText(source: string, at: number): number {
  const rest = source.slice(at, at + 2);
  if (rest === "//") return endOr(source, source.indexOf("\n", at), 0);
  if (rest === "/*") return endOr(source, source.indexOf("*/", at + 2), 2);
  const quote = rest[0];
  if (quote === "/") return startsPattern(source, at) ? skipPattern(source, at) : at;
  if (quote !== '"' && quote !== "'" && quote !== "`") return at;
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] === "\\") end++;
    else if (source[end] === quote) return end + 1;
    else if (quote === "`" && source.startsWith("${", end)) end = skipInserted(source, end + 2);
  }
  return source.length;
}

/** The offset of the bracket that ends a value inserted into a template. */
function skipInserted(source: string, from: number): number {
  let at = skipValue(source, from);
  while (at < source.length && source[at] !== "}") at = skipValue(source, at + 1);
  return at;
}

/** A slash after a value divides; anywhere else it begins a regular expression. */
function startsPattern(source: string, at: number): boolean {
  return /[(,=:[!&|?{;]\s*$/.test(source.slice(Math.max(0, at - 20), at));
}

function skipPattern(source: string, at: number): number {
  const end = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/.exec(source.slice(at));
  return end ? at + end[0].length : at;
}

function endOr(source: string, end: number, extra: number): number {
  return end < 0 ? source.length : end + extra;
}
