import { inParallel } from "../../control-plane/verdicts.ts";
import { FAULTS, once, seeded } from "./faults.ts";
import {
  type Command,
  type Disturbed,
  disturbed,
  type Inside,
  type Reference,
  type Trial,
} from "./kill.ts";
import type { Hook } from "./proxy.ts";

/** One run through faults. */
export interface Trouble {
  /** Unique: the end of a namespace. */
  readonly name: string;
  /** The kind of fault, or `seeded`. */
  readonly kind: string;
  readonly hook: Hook;
}

/** Runs in which faults of all kinds meet a share of the calls. */
export function seededTroubles(count: number, share: number, from = 1): Trouble[] {
  return Array.from({ length: count }, (_, i) => {
    const seed = from + i;
    return { name: `s${seed}`, kind: "seeded", hook: seeded(seed, share) };
  });
}

/** Runs in which one call meets one fault: as many for each kind, spread over the calls. */
export function singleTroubles(kinds: readonly string[], count: number, calls: number): Trouble[] {
  return kinds.flatMap((kind, k) =>
    Array.from({ length: count }, (_, i) => {
      const nth = 1 + Math.floor(((i + (k + 0.5) / kinds.length) * calls) / count);
      const name = `${String.fromCharCode(97 + k)}${nth}x`;
      return { name, kind, hook: once(nth, FAULTS[kind]!) };
    }),
  );
}

export type Run = Disturbed & { readonly trouble: Trouble };

/** Runs through all of them, some at a time. */
export async function runAll(
  trial: Trial<Command | Inside>,
  expected: Reference,
  troubles: readonly Trouble[],
  { width, tell }: { readonly width: number; readonly tell?: (run: Run) => void },
): Promise<Run[]> {
  return inParallel(width, troubles, async (trouble) => {
    const run = { ...(await disturbed(trial, expected, trouble.name, trouble.hook)), trouble };
    tell?.(run);
    return run;
  });
}

/** It ended well, and all is as after an undisturbed run. */
export function isHealthy({ ended, differences }: Disturbed): boolean {
  return ended.code === 0 && differences.length === 0;
}

/** What a client can say of a fault that it met. */
const NAMED =
  /asked for by a fault|does not accept our login|answered \d+|socket hang up|ECONNRESET|broke|cut|aborted|closed|is lost|not be renewed|not ready after/;

/** It is healthy, or says what met it, and one undisturbed run more makes it so. */
export function isHonest(run: Disturbed): boolean {
  if (run.mended.length > 0) return false;
  return run.ended.code === 0 ? run.differences.length === 0 : NAMED.test(run.ended.stderr);
}

/** What went wrong with a run, for a person. */
export function wrong({ trouble, ended, met, differences, mended }: Run): string {
  return [
    `${trouble.name} (${trouble.kind}): ${ended.code} ${ended.stderr.trim()}`,
    ...met.map(({ n, method, path, outcome }) => `met ${n} ${method} ${path}: ${outcome}`),
    ...differences.map((line) => `differs: ${line}`),
    ...mended.map((line) => `after one run more: ${line}`),
  ].join("\n  ");
}
