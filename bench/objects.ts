import { isDeepStrictEqual } from "node:util";
import { loadAll } from "js-yaml";

/** An object as any of the programs writes it. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The objects of a YAML stream. */
export function objectsOf(yaml: string): Written[] {
  return loadAll(yaml).filter((document) => document !== null) as Written[];
}

export function identity({ kind, metadata }: Written): string {
  return `${kind}/${metadata.name}`;
}

/** How many objects of each kind there are, by kind in the order of the alphabet. */
export function kinds(objects: readonly Written[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Makes sure that a rival does the same work: every object by kind and name, and none twice.
 *
 * @throws Error that names the objects which differ
 */
export function sameObjects(rival: string, theirs: readonly Written[], ours: readonly Written[]) {
  const [their, our] = [theirs, ours].map((objects) => objects.map(identity).sort());
  if (isDeepStrictEqual(their, our)) return;
  const missing = our!.filter((name) => !their!.includes(name));
  const besides = their!.filter((name) => !our!.includes(name));
  const counts = `${theirs.length} objects, Slipway ${ours.length}`;
  const names = `missing: ${list(missing)}; besides: ${list(besides)}`;
  throw new Error(`${rival} does not do the same work: it writes ${counts}; ${names}`);
}

/**
 * Makes sure that a rival writes each object with the same content.
 *
 * @throws Error that names the first that differs
 */
export function sameContent(rival: string, theirs: readonly Written[], ours: readonly Written[]) {
  sameObjects(rival, theirs, ours);
  const byName = new Map(theirs.map((object) => [identity(object), object]));
  const other = ours.find((object) => !isDeepStrictEqual(byName.get(identity(object)), object));
  if (other === undefined) return;
  const texts = [byName.get(identity(other)), other].map((object) => JSON.stringify(object));
  throw new Error(`${rival} writes another ${identity(other)}:\n${texts.join("\n")}`);
}

/** Objects without the digests of the configuration that pods read: in a loop they are the first team's. */
export function withoutDigests(objects: readonly Written[]): Written[] {
  return JSON.parse(JSON.stringify(objects), (_, value) => {
    if (typeof value !== "object" || !("slipway.dev/config-digest" in Object(value))) return value;
    const { "slipway.dev/config-digest": __, ...others } = value;
    return others;
  });
}

function list(names: readonly string[]): string {
  if (names.length === 0) return "none";
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and more` : names.join(", ");
}
