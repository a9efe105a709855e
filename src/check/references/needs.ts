import type { Reference } from "./reference.ts";

/** Who needs something, each once, with what for. */
export function needsOf(all: readonly Reference[]): string[] {
  return [...new Set(all.map(({ from, use }) => `${from.kind} ${from.name} (${use})`))];
}
