import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { type Mutation, mutated, mutationsOf, type Seen, seenIn } from "./mutations.ts";
import { type Given, richObjects } from "./objects.ts";
import { Random } from "./random.ts";

/** An object to ask about. */
export interface Case {
  /** `apps/v1 Deployment` */
  readonly kind: string;
  /** What was done to the object, for a person. */
  readonly what: string;
  readonly object: Given;
  /** Of the kind, what the server takes: this one before it was changed, or others. */
  readonly fine: readonly Given[];
}

/** Of all kinds together the cases are this many times more than are chosen, so that there is a choice. */
const surplus = 2;
/** One in so many mutants is changed in two places. */
const twice = 6;

/** No kind may have more than this part of all cases. */
export const largestPart = 0.1;

/**
 * Candidates of every kind, the same for the same seed: rich objects as they are, those that were
 * written to be refused, and mutants.
 *
 * @param count how many cases are to be chosen in all
 */
export function candidates(seed: number, count: number): Case[] {
  const rich = richObjects();
  const seen = seenIn(rich);
  const kinds = Map.groupBy(rich, kindOf);
  const written = Map.groupBy(refusedObjects(), kindOf);
  const quotas = quotasOf([...kinds.keys()], kinds, count);
  return [...kinds].flatMap(([kind, bases]) => {
    const random = new Random(seed ^ hash(kind));
    const quota = (quotas.get(kind) as number) * surplus;
    const asTheyAre = bases.map((object) => ({ kind, what: "as it is", object, fine: [object] }));
    const refused = (written.get(kind) ?? []).map((object) => ({
      kind,
      what: "as it is, to be refused",
      object,
      fine: bases,
    }));
    return [...asTheyAre, ...refused, ...mutants(kind, bases, seen, random, quota)];
  });
}

/** A digest of what is sent. */
export function keyOf({ object }: Case): string {
  return createHash("sha256").update(JSON.stringify(object)).digest("hex").slice(0, 16);
}

function mutants(
  kind: string,
  bases: readonly Given[],
  seen: Seen,
  random: Random,
  count: number,
): Case[] {
  const each = bases.map((object) => ({ object, changes: mutationsOf(object, seen, random) }));
  const all = each.flatMap(({ object, changes }) => changes.map((change) => ({ object, change })));
  const others = new Map(each.map(({ object, changes }) => [object, changes]));
  return random.some(all, count).map(({ object, change }) => {
    const changes = [change];
    if (random.below(twice) === 0) changes.push(random.pick(others.get(object) as Mutation[]));
    const what = changes.map((one) => one.what).join("; ");
    return { kind, what, object: mutated(object, changes), fine: [object] };
  });
}

/**
 * How many cases of each kind: by how much its objects say, none too few, none too many.
 */
export function quotasOf(
  names: readonly string[],
  kinds: ReadonlyMap<string, readonly Given[]>,
  count: number,
): Map<string, number> {
  const least = 8;
  const most = Math.floor(count * largestPart * 0.95);
  const size = (name: string) =>
    Math.sqrt(JSON.stringify(kinds.get(name)).length) *
    (name.includes(".") && !name.includes(".k8s.io") ? 0.4 : 1);
  const total = names.reduce((sum, name) => sum + size(name), 0);
  return new Map(
    names.map((name) => [
      name,
      Math.min(most, Math.max(least, Math.round((size(name) / total) * count * 1.1))),
    ]),
  );
}

function refusedObjects(): Given[] {
  const folder = join(import.meta.dirname, "refused");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(folder, file), "utf8")) as Given[])
    .filter(Boolean);
}

export function kindOf({ apiVersion, kind }: Given): string {
  return `${apiVersion} ${kind}`;
}

function hash(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32LE(0);
}
