import { filled } from "../layout.ts";
import type { ShownChange } from "./shown.ts";

/** Characters of one value that are shown; a longer one is shown around what differs. */
const LONGEST = 2000;
/** What is shown before the first character that differs. */
const LEAD = 60;

const NOT_SET = "not set";

/** One change of a field: `path: before → after`; of long texts the lines that differ. */
export function changeLines(change: ShownChange, width: number, indent: string): string[] {
  const { path, before, after } = change;
  if (isLong(before) || isLong(after)) return textLines(change, indent);
  const values = arrowed(before, after);
  const line = `${indent}${path}: ${values}`;
  if (line.length <= width) return [line];
  return [...filled(`${path}:`, width, indent), ...filled(values, width, `${indent}  `)];
}

/** `before → after` */
export function arrowed(before: string | undefined, after: string | undefined): string {
  const from = firstDifference(before ?? "", after ?? "");
  return `${valueText(before, from)} → ${valueText(after, from)}`;
}

/** The lines of a text that go and come, without those that both begin and end with. */
export function lineDifference(
  before: string,
  after: string,
): { readonly line: number; readonly gone: readonly string[]; readonly come: readonly string[] } {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const middle = (lines: readonly string[]) => lines.slice(start, lines.length - end);
  return { line: start + 1, gone: middle(old), come: middle(now) };
}

function textLines({ path, before, after }: ShownChange, indent: string): string[] {
  const { line, gone, come } = lineDifference(before ?? "", after ?? "");
  const from = gone.length === 1 && come.length === 1 ? firstDifference(gone[0], come[0]) : 0;
  const what =
    before === undefined ? ", a new text" : after === undefined ? ", which goes" : `, line ${line}`;
  return [
    `${indent}${path}${what}:`,
    ...gone.map((each) => `${indent}  - ${around(each, from)}`.trimEnd()),
    ...come.map((each) => `${indent}  + ${around(each, from)}`.trimEnd()),
  ];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function isLong(value: string | undefined): boolean {
  return value?.includes("\n") ?? false;
}

function valueText(value: string | undefined, from: number): string {
  if (value === undefined) return NOT_SET;
  return value === "" ? '""' : around(value, from);
}

function around(value: string, from: number): string {
  if (value.length <= LONGEST) return value;
  const start = Math.max(0, Math.min(from - LEAD, value.length - LONGEST));
  const left = value.length - start - LONGEST;
  const lead = start > 0 ? `… ${start} characters … ` : "";
  return `${lead}${value.slice(start, start + LONGEST)}${left > 0 ? ` … ${left} characters more` : ""}`;
}

function firstDifference(before = "", after = ""): number {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  return at;
}
