import { isDeepStrictEqual } from "node:util";
import type { Case } from "./cases.ts";
import type { Given } from "./objects.ts";
import type { Said } from "./server.ts";
import { placesOf, put, type Steps, valueAt } from "./steps.ts";

/** After so many rounds no more is asked. */
const rounds = 5;

/**
 * What a server complains of when what it complained of first is mended: it may have stopped there.
 * A field gets the value that it had before the object was changed, then is left out.
 *
 * @returns paths that it did not name at first
 */
export async function heardLater(
  { object, base }: Case,
  first: Said,
  ask: (object: Given) => Promise<Said>,
): Promise<string[]> {
  const later = new Set<string>();
  const tried = new Map<string, number>();
  let at = object;
  let said = first;
  for (let round = 0; round < rounds && said.status >= 300; round++) {
    const mended = mend(at, said.paths, base, tried);
    if (!mended) break;
    at = mended;
    said = await ask(at);
    if (said.status >= 300) for (const path of said.paths) later.add(path);
  }
  for (const path of first.paths) later.delete(path);
  return [...later];
}

function mend(
  object: Given,
  paths: readonly string[],
  base: Given | undefined,
  tried: Map<string, number>,
): Given | undefined {
  const mended = structuredClone(object);
  for (const path of new Set(paths)) {
    const attempt = tried.get(path) ?? 0;
    tried.set(path, attempt + 1);
    for (const steps of placesOf(mended, path).toReversed()) change(mended, steps, base, attempt);
  }
  return isDeepStrictEqual(mended, object) ? undefined : mended;
}

function change(object: Given, steps: Steps, base: Given | undefined, attempt: number): void {
  const [now, before] = [valueAt(object, steps), base && valueAt(base, steps)];
  const differs = before !== undefined && !isDeepStrictEqual(now, before);
  put(object, steps, attempt === 0 && differs ? before : undefined);
}
