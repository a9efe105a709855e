import { identityOf, keyOf } from "../../identity.ts";
import type { Item } from "../../objects/inventory.ts";
import { once, type Subject, type World } from "../../world.ts";

/** What names objects that are there more than once. */
function repeatedAmong(subjects: readonly Subject[]): ReadonlySet<string> {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const subject of subjects) {
    const key = keyOf(subject);
    if (key === undefined) continue;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}

const repeatedClaims = once(({ objects }) =>
  repeatedAmong(objects.filter(({ object }) => object.kind === "PersistentVolumeClaim")),
);

/** Whether a claim is there several times: which of them others mean is not known. */
export function isRepeatedClaim(world: World, { subject }: Item<unknown>): boolean {
  const repeated = repeatedClaims(world);
  return repeated.size > 0 && repeated.has(keyOf(subject) ?? "");
}

/**
 * Whether the objects that name no namespace may be meant for one. Where a name is there twice they
 * are examples beside each other.
 */
export const isOneNamespace = once(
  ({ objects }): boolean =>
    repeatedAmong(objects.filter(({ object }) => identityOf(object).namespace === undefined))
      .size === 0,
);
