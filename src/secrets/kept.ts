import type { ResolvedSecret } from "../platform/resolve/index.ts";
import type { Problem } from "../problem.ts";
import { decide } from "./decide.ts";
import type { Values } from "./make.ts";

/** The values of a Secret, and which of them nobody gave. */
export interface KeptAndMadeUp {
  readonly values: Values;
  readonly madeUp: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * What is given; of what is made up, what the cluster has already, so that nobody is shut out; and the
 * rest made up now. Which keys nobody gave a value is told elsewhere.
 *
 * @param live The values that the cluster has.
 */
export function keptAndMadeUp(secret: ResolvedSecret, given: Values, live: Values): KeptAndMadeUp {
  const pairs = Object.entries(secret.recipes).map(([key, recipe]) =>
    recipe.makes === "keyPair" ? [key, recipe.public] : [key],
  );
  const kept = new Map<string, Uint8Array>();
  const halves = new Map<string, Uint8Array>();
  for (const [key = "", half = key] of pairs) {
    if (given.has(key) || given.has(half)) continue;
    const [value, other] = [live.get(key), live.get(half)];
    if (value === undefined) continue;
    if (other === undefined) halves.set(key, value);
    else kept.set(key, value).set(half, other);
  }
  if (secret.from.from === "generated")
    for (const key of secret.optionalKeys) {
      const value = live.get(key);
      if (value !== undefined) kept.set(key, value);
    }
  const all = new Map([...given, ...halves]);
  const { fresh, problems } = decide(secret, new Set(kept.keys()), all, new Set());
  const values = new Map([...kept, ...fresh]);
  return {
    values: new Map(
      secret.keys.flatMap((key) => (values.has(key) ? [[key, values.get(key)!]] : [])),
    ),
    madeUp: pairs.flat().filter((key) => !given.has(key) && values.has(key)),
    problems,
  };
}
