import type { Reference } from "./reference.ts";

/** Who needs something, each once, with what for. */
export function needsOf(all: readonly Reference[]): string[] {
  return [...new Set(all.map(({ from, use }) => `${from.kind} ${from.name} (${use})`))];
}

const MOST = 4;

/** A list that nobody would read to its end, cut. */
export function someOf(all: readonly string[]): string {
  const shown = all.slice(0, MOST).join(", ");
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}
