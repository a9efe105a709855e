import type { Kinds } from "../../kubernetes/types/index.ts";
import type { Given } from "../given.ts";

/** What an object is for, in one line of Markdown, by its kind. */
export type Purposes = {
  readonly [K in keyof Kinds]?: (object: Kinds[K], given: Given) => string;
};

/** A code span; more backticks where the text has some. */
export function code(text: string | number): string {
  const line = String(text).replaceAll(/\s*\n\s*/g, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = longest > 0 || line === "" ? " " : "";
  return `${fence}${room}${line}${room}${fence}`;
}

/** `a`, `b` and `c`. */
export function listed(names: readonly (string | number)[]): string {
  const all = names.map(code);
  const last = all.pop() ?? "nothing";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
