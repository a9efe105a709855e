import { createHash } from "node:crypto";
import { type KubeObject, type ObjectRef, refOf } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";

/**
 * Labels and annotations of the ApplySet specification.
 *
 * @see k8s.io/kubectl/pkg/cmd/apply/applyset.go
 * @see https://git.k8s.io/enhancements/keps/sig-cli/3659-kubectl-apply-prune
 */
export const ID_LABEL = "applyset.kubernetes.io/id";
export const PART_OF_LABEL = "applyset.kubernetes.io/part-of";
export const TOOLING = "applyset.kubernetes.io/tooling";
export const GROUP_KINDS = "applyset.kubernetes.io/contains-group-kinds";
export const NAMESPACES = "applyset.kubernetes.io/additional-namespaces";

/** The parent of a release's set. */
export function parentRef({ name, namespace }: ReleaseName): ObjectRef {
  return { apiVersion: "v1", kind: "ConfigMap", namespace, name: namesOf(name).parent };
}

/** The set's id: the parent carries it as its label `id`, each member as its label `part-of`. */
export function applySetId(release: ReleaseName): string {
  const { name, namespace, kind } = parentRef(release);
  // Its group is the empty text.
  const identity = `${name}.${namespace}.${kind}.`;
  const hash = createHash("sha256").update(identity).digest("base64url");
  return `applyset-${hash}-v1`;
}

/** The label that makes an object a member. */
export function membership(release: ReleaseName): Readonly<Record<string, string>> {
  return { [PART_OF_LABEL]: applySetId(release) };
}

/** Where members are, and what else the release holds. */
export interface Scope {
  /** `Kind.group`; `Kind` in the core group. */
  readonly groupKinds: ReadonlySet<string>;
  /** The versions in which its kinds were applied, such as `apps/v1`. */
  readonly apiVersions: ReadonlySet<string>;
  /** The release's own with them. */
  readonly namespaces: ReadonlySet<string>;
  /** Keys of objects that other releases may have too. */
  readonly shared: ReadonlySet<string>;
}

/** The scope of a release with these members. */
export function scopeOf(
  release: ReleaseName,
  members: readonly KubeObject[],
  shared: Iterable<string> = [],
): Scope {
  const namespaces = members.map(({ metadata }) => metadata.namespace);
  return {
    groupKinds: new Set(members.map(groupKindOf)),
    apiVersions: new Set(members.map(({ apiVersion }) => apiVersion)),
    namespaces: new Set([release.namespace, ...namespaces.filter((one) => one !== undefined)]),
    shared: new Set(shared),
  };
}

/** What covers both: written before anything is applied, so that nothing is ever out of sight. */
export function superset(a: Scope, b: Scope): Scope {
  return {
    groupKinds: a.groupKinds.union(b.groupKinds),
    apiVersions: a.apiVersions.union(b.apiVersions),
    namespaces: a.namespaces.union(b.namespaces),
    shared: a.shared.union(b.shared),
  };
}

export function isSameScope(a: Scope, b: Scope): boolean {
  const names = ["groupKinds", "apiVersions", "namespaces", "shared"] as const;
  return names.every((name) => a[name].symmetricDifference(b[name]).size === 0);
}

export function groupKindOf(object: KubeObject): string {
  const { apiVersion, kind } = refOf(object);
  const { group } = splitApiVersion(apiVersion);
  return group === "" ? kind : `${kind}.${group}`;
}

export function splitGroupKind(groupKind: string): { group: string; kind: string } {
  const [kind = "", ...group] = groupKind.split(".");
  return { kind, group: group.join(".") };
}
