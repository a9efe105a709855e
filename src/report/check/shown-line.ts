import type { Finding } from "../../check/finding.ts";
import type { Where } from "../../problem.ts";

/** One line of a file, where it can be read. */
type LineOf = (where: Where) => string | undefined;

/** The source line of a finding; undefined where it may hold a secret, or nothing. */
export function shownLine(finding: Finding, lineOf: LineOf): string | undefined {
  const { isSecret, hidden, object } = finding;
  if (isSecret) return undefined;
  const line = lineOf(finding);
  if (line === undefined || line.trim() === "") return undefined;
  if (hidden.some((value) => line.includes(value))) return undefined;
  // Of a document that cannot be read nobody knows the kind, but for the lines around.
  return object === null && standsInSecret(finding, lineOf) ? undefined : line;
}

function standsInSecret({ file, line }: Where, lineOf: LineOf): boolean {
  for (const step of [-1, 1]) {
    for (let at = line; Math.abs(at - line) < FURTHEST; at += step) {
      const text = lineOf({ file, line: at, column: 1 });
      if (text === undefined || (at !== line && text.startsWith("---"))) break;
      if (/\bkind["']?\s*:\s*["']?Secret\b/.test(text)) return true;
    }
  }
  return false;
}

/** So many lines a document is searched for its kind, each way. */
const FURTHEST = 500;
