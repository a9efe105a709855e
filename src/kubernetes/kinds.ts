import { readData } from "./data.ts";
import { NEWEST_MINOR, OLDEST_MINOR, splitApiVersion } from "./versions.ts";

/** The JSON paths by which a custom resource is scaled: `.spec.replicas`. */
export interface Scale {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string | undefined;
}

/** One API version of a kind. All numbers are minors of Kubernetes 1. */
export interface Kind {
  /** `apps/v1`; `v1` in the core group. */
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The resource name in URLs and RBAC rules, such as `deployments`. */
  readonly plural: string;
  readonly singular: string;
  /** What kubectl takes in place of the plural, such as `svc`. */
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Such as `status` and `scale`. */
  readonly subresources: readonly string[];
  /** Of a custom resource that can be scaled. */
  readonly scale: Scale | undefined;
  /** The first known minor that can serve it. */
  readonly since: number;
  /** The last known minor that can serve it. */
  readonly until: number;
  /** True for alpha and beta versions that a server serves only when it is told to. */
  readonly optIn: boolean;
  /** When Kubernetes says that it came; unknown for custom resources. */
  readonly introduced: number | undefined;
  /**
   * Since when it is deprecated; true for a custom resource whose definition says so without a
   * minor.
   */
  readonly deprecated: number | true | undefined;
  /** When it went, or is planned to go. */
  readonly removed: number | undefined;
  readonly replacement: { readonly apiVersion: string; readonly kind: string } | undefined;
  /** The operator that brings a custom resource; undefined for Kubernetes' own kinds. */
  readonly operator: string | undefined;
  /** The type of the whole object, in the generated data. */
  readonly type: string;
}

interface StoredVersion {
  type: string;
  verbs?: string[];
  subresources?: string[];
  scale?: Scale;
  since?: number;
  until?: number;
  optIn?: true;
  introduced?: number;
  deprecated?: number | true;
  removed?: number;
  replacement?: { apiVersion: string; kind: string };
}

interface StoredKind {
  plural: string;
  singular: string;
  shortNames?: string[];
  categories?: string[];
  namespaced: boolean;
  operator?: string;
  /** The version that Kubernetes prefers comes first. */
  versions: Record<string, StoredVersion>;
}

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

function index(): Readonly<Record<string, StoredKind>> {
  return readData("kinds.json");
}

function storedKind(group: string, kind: string): StoredKind | undefined {
  const key = `${group}/${kind}`;
  return Object.hasOwn(index(), key) ? index()[key] : undefined;
}

function kindOf(key: string, stored: StoredKind, version: string): Kind {
  const slash = key.indexOf("/");
  const group = key.slice(0, slash);
  const own = stored.versions[version]!;
  return {
    apiVersion: group === "" ? version : `${group}/${version}`,
    group,
    version,
    kind: key.slice(slash + 1),
    plural: stored.plural,
    singular: stored.singular,
    shortNames: stored.shortNames ?? [],
    categories: stored.categories ?? [],
    namespaced: stored.namespaced,
    verbs: own.verbs ?? VERBS,
    subresources: own.subresources ?? [],
    scale: own.scale,
    since: own.since ?? OLDEST_MINOR,
    until: own.until ?? NEWEST_MINOR,
    optIn: own.optIn ?? false,
    introduced: own.introduced,
    deprecated: own.deprecated,
    removed: own.removed,
    replacement: own.replacement,
    operator: stored.operator,
    type: own.type,
  };
}

/**
 * Every version of every known kind, in the order of groups and kinds, preferred versions first.
 */
export function kinds(): Kind[] {
  return Object.entries(index()).flatMap(([key, stored]) =>
    Object.keys(stored.versions).map((version) => kindOf(key, stored, version)),
  );
}

/**
 * The kinds that a server of one minor serves, with the custom resources.
 *
 * @param options.optIn also those that it serves only when it is told to; false by default.
 */
export function servedIn(minor: number, options: { optIn?: boolean } = {}): Kind[] {
  return kinds().filter(
    (kind) => kind.since <= minor && minor <= kind.until && (options.optIn || !kind.optIn),
  );
}

/** One version of a kind, or undefined when no known minor has it. */
export function findKind(apiVersion: string, kind: string): Kind | undefined {
  const { group, version } = splitApiVersion(apiVersion);
  const stored = storedKind(group, kind);
  return stored && Object.hasOwn(stored.versions, version)
    ? kindOf(`${group}/${kind}`, stored, version)
    : undefined;
}

/** The known versions of a kind, the preferred one first; empty for an unknown kind. */
export function versionsOf(group: string, kind: string): Kind[] {
  const stored = storedKind(group, kind);
  const versions = Object.keys(stored?.versions ?? {});
  return versions.map((version) => kindOf(`${group}/${kind}`, stored!, version));
}

/**
 * The kinds that a word of kubectl's command line may mean, in their preferred versions:
 * `deployment`, `deployments`, `deploy`, `Deployment` or `deployments.apps`.
 */
export function kindsCalled(word: string): Kind[] {
  const [name, ...group] = word.toLowerCase().split(".");
  return Object.entries(index()).flatMap(([key, stored]) => {
    const kind = kindOf(key, stored, Object.keys(stored.versions)[0]!);
    const names = [kind.kind.toLowerCase(), kind.plural, kind.singular, ...kind.shortNames];
    const fits = names.includes(name!) && (group.length === 0 || kind.group === group.join("."));
    return fits ? [kind] : [];
  });
}

/** Whether objects of a kind live in a namespace; undefined for an unknown kind. */
export function isNamespaced(apiVersion: string, kind: string): boolean | undefined {
  return storedKind(splitApiVersion(apiVersion).group, kind)?.namespaced;
}
