import { resolvePlain } from "../../../manifests/read/yaml/scalar.ts";
import type { Where } from "../../../problem.ts";
import { asText, type Edit, type EditInFile, type Scalar } from "./edit.ts";
import type { SourceText, Token } from "./source-text.ts";

/** A part of a text, and what takes its place. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where the same text stands, for what goes because it stands there too. */
  readonly twin?: number | undefined;
}

/** A change of an object's text, and what it makes of the object. */
export interface ObjectChange extends Change {
  readonly becomes: Scalar;
}

/** How an edit changes a text; undefined where something else stands there than it expects. */
export function changeFor(
  source: SourceText,
  where: Where,
  { part, from, to }: Edit,
): ObjectChange | undefined {
  const token = source.tokenAt(where);
  if (!token || meaningOf(token, part === "key") !== from) return undefined;
  const { start, end, raw, scalar } = token;
  if (to !== asText) return { start, end, text: written(to, token), becomes: to };
  return scalar.plain ? { start, end, text: JSON.stringify(raw), becomes: raw } : undefined;
}

function meaningOf({ scalar }: Token, isKey: boolean): unknown {
  return scalar.plain && !isKey ? resolvePlain(scalar.text) : scalar.text;
}

function written(to: Scalar, { raw, scalar }: Token): string {
  if (typeof to !== "string") return String(to);
  const isSafe = /^[A-Za-z][\w./-]*$/.test(to) && resolvePlain(to) === to;
  if (!scalar.plain && isSafe) return raw.charAt(0) + to + raw.charAt(0);
  return isSafe ? to : JSON.stringify(to);
}

/** The same for a change that is no object's. */
export function changeInFile(source: SourceText, edit: EditInFile): Change | undefined {
  if (edit.sort === "text") return otherwise(source, edit);
  return edit.sort === "quote" ? quoted(source, edit) : withoutTwin(source, edit);
}

function otherwise(
  source: SourceText,
  { where: { line, column }, from, to }: EditInFile & { readonly sort: "text" },
): Change | undefined {
  const start = source.lineStart(line) + column - 1;
  return source.text.startsWith(from, start)
    ? { start, end: start + from.length, text: to }
    : undefined;
}

function quoted(
  source: SourceText,
  { where, from }: EditInFile & { readonly sort: "quote" },
): Change | undefined {
  const token = source.tokenAt(where);
  if (!token?.scalar.plain || token.raw !== from) return undefined;
  return { start: token.start, end: token.end, text: JSON.stringify(from) };
}

/** Only whole lines go, and only where the other entry has the very same ones. */
function withoutTwin(
  source: SourceText,
  { where, other }: EditInFile & { readonly sort: "twin" },
): Change | undefined {
  if (where.column !== other.column) return undefined;
  const [own, twin] = [entryLines(source, where), entryLines(source, other)];
  if (!own || !twin) return undefined;
  const text = ([first, last]: readonly [number, number]) =>
    source.text.slice(source.lineStart(first), source.lineStart(last + 1)).trimEnd();
  if (text(own) !== text(twin) || !isBalanced(text(own))) return undefined;
  const [first, last] = own;
  return {
    start: source.lineStart(first),
    end: source.lineStart(last + 1),
    text: "",
    twin: source.lineStart(twin[0]),
  };
}

/** The first and the last line of an entry that shares its lines with nothing. */
function entryLines(source: SourceText, { line, column }: Where): [number, number] | undefined {
  if (
    source
      .line(line)
      .slice(0, column - 1)
      .trim() !== ""
  )
    return undefined;
  let last = line;
  for (let at = line + 1; at <= source.lines; at++) {
    const text = source.line(at);
    if (text.trim() === "") continue;
    const depth = text.search(/\S/);
    const isItem = depth === column - 1 && /^\s*-\s/.test(text);
    if (depth < column && !isItem) break;
    last = at;
  }
  return [line, last];
}

/** Whether no bracket is left open, which would make indentation say nothing. */
function isBalanced(text: string): boolean {
  return text.match(/[[{]/g)?.length === text.match(/[\]}]/g)?.length;
}

/** Whether two changes touch the same text. */
export function overlap(a: Change, b: Change): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A text with its changes, which do not overlap. */
export function changed(text: string, changes: readonly Change[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of changes.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return parts.join("") + text.slice(at);
}
