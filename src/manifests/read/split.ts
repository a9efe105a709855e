import { composeJson, type JsonEnd } from "./json.ts";
import { Stop } from "./yaml/node.ts";

/** One document of a stream, not yet read. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly syntax: "yaml" | "json";
  /** What makes its separator wrong. */
  readonly stop?: Stop;
}

/**
 * The documents of a stream as kubectl divides it: JSON objects one after another where the stream
 * begins with one, else YAML between lines that begin with `---`.
 *
 * @see k8s.io/apimachinery/pkg/util/yaml/decoder.go
 */
export function* split(text: string): Generator<Piece> {
  const json = /^\s*\{/.test(text) ? jsonPieces(text) : { pieces: [], rest: 0 };
  yield* json.pieces;
  if (json.rest < text.length) yield* yamlPieces(text, json.rest);
}

/**
 * Objects at the beginning, and where what follows them is to be read as YAML. A stream whose first
 * object is not JSON is YAML as a whole; one with two is JSON to the end.
 */
function jsonPieces(text: string): { pieces: Piece[]; rest: number } {
  const pieces: Piece[] = [];
  let at = 0;
  let line = 1;
  for (;;) {
    const start = at + /^\s*/.exec(text.slice(at, at + 4096))![0].length;
    if (start === text.length) return { pieces, rest: text.length };
    line += breaks(text, at, start);
    const found: JsonEnd = jsonEnd(text, start);
    if ("end" in found) {
      pieces.push({ start, end: found.end, line, syntax: "json" });
      line += breaks(text, start, found.end);
      at = found.end;
      continue;
    }
    // Kubectl looks four bytes ahead before it goes on with YAML.
    if (pieces.length > 1 || (pieces.length === 1 && text.length - at < 4)) {
      pieces.push({ start, end: text.length, line, syntax: "json" });
      return { pieces, rest: text.length };
    }
    // Blanks up to the end of the line belong to neither.
    const behind = /^[^\S\n]*\n?/.exec(text.slice(at, at + 4096))![0].length;
    return { pieces, rest: pieces.length === 0 ? 0 : at + behind };
  }
}

/** The whole text in the usual case, which the engine's own parser tells quickly. */
function jsonEnd(text: string, start: number): JsonEnd {
  try {
    JSON.parse(start === 0 ? text : text.slice(start));
    return { end: text.length };
  } catch {
    return composeJson(text, start).end;
  }
}

function breaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1))
    count++;
  return count;
}

function* yamlPieces(text: string, from: number): Generator<Piece> {
  let start = from;
  let line = 1 + breaks(text, 0, from);
  let stop: Stop | undefined;
  for (;;) {
    const mark =
      text.startsWith("---", start) && stop === undefined ? start : nextMark(text, start);
    const end = mark === -1 ? text.length : mark;
    if (end > start || stop !== undefined)
      yield { start, end, line, syntax: "yaml", ...(stop && { stop }) };
    if (mark === -1) return;
    line += breaks(text, start, mark);
    const lineEnd = text.indexOf("\n", mark);
    const behind = text.slice(mark + 3, lineEnd === -1 ? text.length : lineEnd).trim();
    stop = undefined;
    if (behind !== "" && !behind.startsWith("#")) {
      stop = new Stop(
        0,
        "syntax",
        `"---" stands alone on its line, not before "${shown(behind)}"`,
        {
          why: "kubectl reads no further here",
          instead: behind.startsWith("-") ? "---" : "a line break behind ---",
        },
      );
      start = mark;
      continue;
    }
    if (lineEnd === -1) return;
    start = lineEnd + 1;
    line++;
  }
}

function nextMark(text: string, from: number): number {
  const found = text.indexOf("\n---", from);
  return found === -1 ? -1 : found + 1;
}

function shown(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
