import type { Rendered } from "../../render/index.ts";
import { type Manifest, manifestOf } from "./fields.ts";

/** One environment of a platform, as it is rendered. */
export interface Place {
  readonly environment: string;
  readonly namespace: string;
  readonly prefix: string;
}

/** An object of one environment. */
export interface Member {
  readonly entry: Rendered;
  readonly manifest: Manifest;
}

/** What the environments have of one object, by the number of the environment. */
export type Match = ReadonlyMap<number, Member>;

/**
 * Finds the objects that are one and the same in several environments: by their names, then by their
 * names without the prefix of the environment, then without its namespace. Objects are in the order
 * of the last environment. One that is overlooked is only written twice.
 */
export function correspond(
  places: readonly Place[],
  rendered: readonly (readonly Rendered[])[],
): Match[] {
  let matches = [...rendered.entries()].toReversed().flatMap(([index, entries]) =>
    entries.map((entry) => {
      const manifest = manifestOf(JSON.parse(JSON.stringify(entry.object)));
      return new Map([[index, { entry, manifest }]]);
    }),
  );
  const withoutPrefix = (name: string, { prefix }: Place) =>
    prefix === "" ? name : name.replaceAll(prefix, "");
  const withoutNamespace = (name: string, place: Place) =>
    withoutPrefix(name.replaceAll(place.namespace, "{}"), place);
  for (const change of [(name: string) => name, withoutPrefix, withoutNamespace]) {
    const keysOf = (match: Match) =>
      [...match].map(([index, member]) => keyOf(member, places[index] as Place, change));
    matches = merged(matches, keysOf);
  }
  return matches;
}

function keyOf(
  { entry, manifest }: Member,
  place: Place,
  change: (name: string, place: Place) => string,
): string {
  const { name, namespace = place.namespace } = manifest.metadata;
  const elsewhere = namespace === place.namespace ? "" : namespace;
  const neutral = change(entry.stem ?? name, place);
  return [manifest.apiVersion, manifest.kind, elsewhere, neutral].join("/");
}

function merged(
  matches: readonly Map<number, Member>[],
  keysOf: (match: Match) => readonly string[],
): Map<number, Member>[] {
  const byKey = new Map<string, Map<number, Member>>();
  const result: Map<number, Member>[] = [];
  for (const match of matches) {
    const keys = keysOf(match);
    const known = keys.map((key) => byKey.get(key));
    const other = known.find((one) => one?.keys().every((index) => !match.has(index)));
    if (other === undefined) result.push(match);
    for (const [index, member] of other ? match : []) other?.set(index, member);
    for (const key of keys) if (!byKey.has(key)) byKey.set(key, other ?? match);
  }
  return result;
}
