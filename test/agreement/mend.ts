import { isDeepStrictEqual } from "node:util";
import type { Case } from "./cases.ts";
import type { Given } from "./objects.ts";
import type { Said } from "./server.ts";
import { placesOf, put, type Steps, valueAt } from "./steps.ts";

/** After so many rounds no more is asked. */
const rounds = 12;

/**
 * What a server complains of when what it complained of first is mended: it may have stopped there.
 * A field gets the value that it has in objects that are fine, and is left out. A complaint that
 * names no field is about the one that makes it go when it is mended.
 *
 * @param own where we complain
 * @returns paths that it did not name at first
 */
export async function heardLater(
  { object, fine }: Case,
  first: Said,
  own: readonly string[],
  ask: (object: Given) => Promise<Said>,
): Promise<string[]> {
  const later = new Set<string>();
  const tried = new Map<string, number>();
  let at: Given = object;
  let said = first;
  for (let round = 0; round < rounds && said.status >= 300; round++) {
    // Without a name, one field after the other is mended until the complaint goes.
    const choices = said.paths.length > 0 ? [said.paths] : own.map((path) => [path]);
    let next: { object: Given; said: Said } | undefined;
    for (const paths of choices) {
      const mended = mend(at, paths, /unknown field/.test(said.message ?? "") ? [] : fine, tried);
      if (!mended) continue;
      const answer = await ask(mended);
      if (said.paths.length === 0 && answer.message === said.message) continue;
      if (said.paths.length === 0) for (const path of paths) later.add(path);
      next = { object: mended, said: answer };
      break;
    }
    if (!next) break;
    ({ object: at, said } = next);
    for (const path of said.paths) later.add(path);
  }
  for (const path of first.paths) later.delete(path);
  return [...later];
}

function mend(
  object: Given,
  paths: readonly string[],
  fine: readonly Given[],
  tried: Map<string, number>,
): Given | undefined {
  const mended = structuredClone(object);
  for (const path of new Set(paths)) {
    const attempt = tried.get(path) ?? 0;
    tried.set(path, attempt + 1);
    for (const steps of placesOf(mended, path).toReversed()) change(mended, steps, fine, attempt);
  }
  return isDeepStrictEqual(mended, object) ? undefined : mended;
}

function change(object: Given, steps: Steps, fine: readonly Given[], attempt: number): void {
  const now = valueAt(object, steps);
  const values = fine
    .map((each) => valueAt(each, steps))
    .filter((value) => value !== undefined && !isDeepStrictEqual(now, value));
  put(object, steps, attempt === 1 ? undefined : values[Math.max(0, attempt - 1)]);
}
