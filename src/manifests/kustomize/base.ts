import type { Rendered } from "../../render/index.ts";
import type { Match, Member } from "./correspond.ts";
import { type Environment, neutral } from "./environment.ts";
import { groupOf, type Manifest, withMetadata } from "./fields.ts";
import { mostCommon } from "./images.ts";
import { isEncrypted } from "./known-kinds.ts";
import { plainName } from "./prefix.ts";
import { identityOf, isFollowed, referencesIn } from "./references.ts";

/** An object of the base, and what it is in each environment that has it. */
export interface Shared {
  readonly base: Manifest;
  /** What it was taken from. */
  readonly entry: Rendered;
  /** By the number of the environment; as the base and the patch of the overlay together make it. */
  readonly wanted: ReadonlyMap<number, Manifest>;
}

/** Everything that is rendered, by where it is written. */
export interface Parts {
  readonly shared: readonly Shared[];
  /** What only stands in overlays, for each environment. */
  readonly own: readonly (readonly { readonly entry: Rendered; readonly manifest: Manifest }[])[];
}

/**
 * Divides the objects between base and overlays. The base has what most environments have, in the form
 * that most of them share, else in that of the last one.
 */
export function divide(matches: readonly Match[], environments: readonly Environment[]): Parts {
  const apart = new Set<Match>();
  for (;;) {
    const inBase = matches.filter((match) => !apart.has(match) && isShared(match, environments));
    const shared = inBase.map((match) => sharedOf(match, environments));
    const others = matches.filter((match) => !inBase.includes(match));
    const own = environments.map((environment, index) =>
      others.flatMap((match) => {
        const member = match.get(index);
        return member ? [{ ...member, manifest: neutral(member.manifest, environment) }] : [];
      }),
    );
    const wrong = conflicts({ shared, own }, environments);
    if (wrong.size === 0) return { shared, own };
    for (const [at, match] of inBase.entries())
      if (wrong.has(shared[at] as Shared)) apart.add(match);
  }
}

function isShared(match: Match, environments: readonly Environment[]): boolean {
  const isMost = match.size * 2 > environments.length;
  return isMost && match.values().every(({ manifest }) => !isEncrypted(manifest));
}

function sharedOf(match: Match, environments: readonly Environment[]): Shared {
  const members = [...match].sort(([a], [b]) => a - b);
  const neutrals = members.map(([index, { manifest }]) =>
    neutral(manifest, environments[index] as Environment),
  );
  const name = mostCommon(
    members.map(([index, { entry, manifest }], at) => {
      const { stem } = entry;
      if (stem === undefined) return (neutrals[at] as Manifest).metadata.name;
      return plainName(withMetadata(manifest, { name: stem }), environments[index]?.prefix);
    }),
  );
  const contents = neutrals.map((manifest) => withMetadata(manifest, { name }));
  const texts = contents.map((content) => JSON.stringify(content));
  const chosen = texts.lastIndexOf(mostCommon(texts));
  const wanted = members.map(([index], at): [number, Manifest] => {
    const manifest = neutrals[at] as Manifest;
    const isNamed = environments[index]?.hasNamespaceField && isNamespace(manifest);
    const change = isNamed ? {} : { name: manifest.metadata.name };
    return [index, withMetadata(contents[at] as Manifest, change)];
  });
  const [, { entry }] = members[chosen] as [number, Member];
  return { base: contents[chosen] as Manifest, entry, wanted: new Map(wanted) };
}

function isNamespace(manifest: Manifest): boolean {
  return manifest.kind === "Namespace" && groupOf(manifest) === "";
}

/**
 * Objects that must not be renamed in an overlay: kustomize would find another one by the old or the new
 * name, or change a name that means something else.
 */
function conflicts({ shared, own }: Parts, environments: readonly Environment[]): Set<Shared> {
  const bases = Map.groupBy(shared, ({ base }) => identityOf(base));
  const wrong = new Set([...bases.values()].filter(({ length }) => length > 1).flat());
  for (const index of environments.keys()) {
    const mine = (own[index] ?? []).map(({ manifest }) => manifest);
    for (const manifest of mine)
      for (const other of bases.get(identityOf(manifest)) ?? []) wrong.add(other);
    const renamed = shared.filter(({ base, wanted }) => {
      const there = wanted.get(index);
      return there !== undefined && there.metadata.name !== base.metadata.name;
    });
    for (const one of renamed) {
      const name = one.wanted.get(index)?.metadata.name as string;
      for (const other of bases.get(identityOf(one.base, name)) ?? []) wrong.add(other).add(one);
    }
    const followed = renamed.filter(({ base }) => isFollowed(base));
    if (followed.length === 0) continue;
    const written = [...mine, ...shared.flatMap(({ wanted }) => wanted.get(index) ?? [])];
    const references = new Set(written.flatMap(referencesIn));
    for (const one of followed) if (references.has(one.base.metadata.name)) wrong.add(one);
  }
  return wrong;
}
