import { type Change, changed } from "./change.ts";
import { SourceText } from "./source-text.ts";

/** A change, and whether its line may be shown: it may hold what nobody is to see. */
export interface Shown {
  readonly change: Change;
  readonly isShown: boolean;
}

/**
 * What changes do to a file, as `diff -U0` writes it: nothing but the lines that change, since those
 * around them may be a Secret's.
 */
export function unifiedDiff(path: string, text: string, changes: readonly Shown[]): string {
  const source = new SourceText(text);
  let shift = 0;
  const hunks = byLines(source, changes).map(({ first, end, own }) => {
    const from = source.lineStart(first);
    const old = text.slice(from, source.lineStart(end));
    const moved = own.map(({ change }) => ({
      ...change,
      start: change.start - from,
      end: change.end - from,
    }));
    const isShown = own.every((each) => each.isShown);
    const before = linesOf(old);
    const after = linesOf(changed(old, moved));
    const written = (mark: string, lines: readonly string[]) =>
      lines.map((line) => `${mark}${isShown ? line : HIDDEN}`);
    const head = `@@ -${range(first, before.length)} +${range(first + shift, after.length)} @@`;
    shift += after.length - before.length;
    return `${[head, ...written("-", before), ...written("+", after)].join("\n")}\n`;
  });
  return `--- ${path}\n+++ ${path}\n${hunks.join("")}`;
}

const HIDDEN = " # (not shown: it may hold a secret)";

function range(first: number, many: number): string {
  return many === 1 ? String(first) : `${many === 0 ? first - 1 : first},${many}`;
}

interface Hunk {
  /** Lines of the old text, from 1, the last one not included. */
  readonly first: number;
  readonly end: number;
  readonly own: readonly Shown[];
}

/** Changes by the lines that they touch. */
function byLines(source: SourceText, changes: readonly Shown[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const each of changes.toSorted((a, b) => a.change.start - b.change.start)) {
    const { start, end: behind } = each.change;
    const first = source.lineAt(start);
    const end = source.lineAt(Math.max(behind - 1, start)) + 1;
    const last = hunks.at(-1);
    if (last && first < last.end)
      hunks[hunks.length - 1] = {
        first: last.first,
        end: Math.max(last.end, end),
        own: [...last.own, each],
      };
    else hunks.push({ first, end, own: [each] });
  }
  return hunks;
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") return lines.slice(0, -1);
  return [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`];
}
