import { findKind, kinds, kindsCalled, versionsOf } from "../../kubernetes/kinds.ts";
import { removedIn } from "../../kubernetes/removals.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { FoundInObject } from "../rule.ts";
import { once, type Subject, type World } from "../world.ts";

/** What a server of the world's minor makes of the kinds of its objects. */
export interface KindFacts {
  /** Served once, or not yet. */
  readonly unserved: readonly FoundInObject[];
  /** In a group of Kubernetes' own, and never served. */
  readonly unknown: readonly FoundInObject[];
  readonly deprecated: readonly FoundInObject[];
  /** Custom resources that no definition describes; one of each kind. */
  readonly unchecked: readonly FoundInObject[];
}

export const kindFacts = once((world): KindFacts => {
  const facts = { unserved: [], unknown: [], deprecated: [], unchecked: [] } as {
    [K in keyof KindFacts]: FoundInObject[];
  };
  const seen = new Set<string>();
  for (const subject of world.objects) {
    const [fact, message, fix] = factOf(subject, world) ?? [];
    if (fact === undefined || message === undefined) continue;
    const kind = `${subject.object.apiVersion} ${subject.object.kind}`;
    if (fact === "unchecked" && seen.has(kind)) continue;
    seen.add(kind);
    const steps = [fact === "unknown" ? "kind" : "apiVersion"];
    facts[fact].push({ subject, steps, path: steps.join(), part: "value", message, fix });
  }
  return facts;
});

/** Custom resources that a definition in the world describes, as `apiVersion kind`. */
const definitions = once(({ objects }) => {
  interface Definition {
    readonly group?: string;
    readonly names?: { readonly kind?: string };
    readonly versions?: readonly { readonly name?: string }[];
  }
  return new Set(
    objects
      .filter(({ object }) => object.kind === "CustomResourceDefinition")
      .flatMap(({ object }) => {
        const { group, names, versions } = (object.spec ?? {}) as Definition;
        const list = Array.isArray(versions) ? versions : [];
        return list.map((version) => `${group}/${version?.name} ${names?.kind}`);
      }),
  );
});

type Fact = readonly [fact: keyof KindFacts, message: string, fix?: string | undefined];

function factOf({ object }: Subject, world: World): Fact | undefined {
  const { minor } = world;
  const apiVersion = String(object.apiVersion);
  const kind = String(object.kind);
  const what = `${apiVersion} ${kind}`;
  if (definitions(world).has(what)) return undefined;
  const removal = removedIn(apiVersion, kind);
  const instead = removal?.replacement
    ? `apiVersion: ${removal.replacement.apiVersion}, kind: ${removal.replacement.kind}`
    : removal?.advice;
  if (removal && removal.minor <= minor)
    return ["unserved", `${what} is gone since Kubernetes 1.${removal.minor}`, instead];
  const known = findKind(apiVersion, kind);
  if (known && !known.operator) {
    const { since, until, optIn, deprecated } = known;
    if (minor < since)
      return [
        "unserved",
        `${what} came with Kubernetes 1.${since}`,
        olderOf(apiVersion, kind, minor),
      ];
    if (minor > until)
      return ["unserved", `${what} is gone since Kubernetes 1.${until + 1}`, instead];
    if (optIn)
      return [
        "unserved",
        `${what} is served only where the API server is told to (--runtime-config)`,
        olderOf(apiVersion, kind, minor),
      ];
    if (typeof deprecated === "number" && deprecated <= minor) {
      const end = removal ? ` and goes with 1.${removal.minor}` : "";
      return [
        "deprecated",
        `${what} is deprecated since Kubernetes 1.${deprecated}${end}`,
        instead,
      ];
    }
    return undefined;
  }
  if (known)
    return known.deprecated ? ["deprecated", `${what} is deprecated by its definition`] : undefined;
  const { group } = splitApiVersion(apiVersion);
  if (isOwnGroup(group)) return ["unknown", `Kubernetes 1.${minor} has no ${what}`, meant(kind)];
  return ["unchecked", `no definition of ${what} is here, so its fields are not checked`];
}

/** Groups without a dot, and those under k8s.io that Kubernetes itself serves. */
function isOwnGroup(group: string): boolean {
  return !group.includes(".") || ownGroups().has(group);
}

let own: ReadonlySet<string> | undefined;

function ownGroups(): ReadonlySet<string> {
  own ??= new Set(kinds().flatMap(({ group, operator }) => (operator ? [] : [group])));
  return own;
}

/** A version of the kind that the minor serves. */
function olderOf(apiVersion: string, kind: string, minor: number): string | undefined {
  const { group } = splitApiVersion(apiVersion);
  const other = versionsOf(group, kind).find(
    ({ since, until, optIn }) => since <= minor && minor <= until && !optIn,
  );
  return other && `apiVersion: ${other.apiVersion}`;
}

function meant(kind: string): string | undefined {
  const [found] = kindsCalled(kind);
  return found && `apiVersion: ${found.apiVersion}, kind: ${found.kind}`;
}
