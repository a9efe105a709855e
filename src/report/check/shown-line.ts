import type { Finding } from "../../check/finding.ts";
import type { Where } from "../../problem.ts";

/** One line of a file, where it can be read. */
type LineOf = (where: Where) => string | undefined;

/** Lines around a finding, up to the next document, and whether they are a Secret's. */
interface Surroundings {
  readonly file: string;
  readonly first: number;
  readonly last: number;
  readonly isSecret: boolean;
}

/** Gives the source line of a finding; undefined where it may hold a secret, or nothing to read. */
export function shownLines(lineOf: LineOf): (finding: Finding) => string | undefined {
  let around: Surroundings | undefined;
  const standsInSecret = (where: Where): boolean => {
    const { file, line } = where;
    const isKnown = around?.file === file && around.first <= line && line <= around.last;
    if (!around || !isKnown) around = surroundings(where, lineOf);
    return around.isSecret;
  };
  return (finding) => {
    const { isSecret, hidden, object } = finding;
    if (isSecret) return undefined;
    const line = lineOf(finding);
    if (line === undefined || line.trim() === "" || isNoText(line)) return undefined;
    if (hidden.some((value) => line.includes(value))) return undefined;
    // Of a document that cannot be read nobody knows the kind, but for the lines around.
    return object === null && standsInSecret(finding) ? undefined : line;
  };
}

function isNoText(line: string): boolean {
  return line.includes("\0") || line.includes("\ufffd");
}

function surroundings({ file, line }: Where, lineOf: LineOf): Surroundings {
  const ends = [line, line];
  let isSecret = false;
  for (const [side, step] of [-1, 1].entries()) {
    for (let at = line; Math.abs(at - line) < FURTHEST; at += step) {
      const text = lineOf({ file, line: at, column: 1 });
      if (text === undefined || (at !== line && text.startsWith("---"))) break;
      ends[side] = at;
      isSecret ||= /\bkind["']?\s*:\s*["']?Secret\b/.test(text);
    }
  }
  const [first = line, last = line] = ends;
  return { file, first, last, isSecret };
}

/** So many lines a document is searched for its kind, each way. */
const FURTHEST = 500;
