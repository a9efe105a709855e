import type { Cluster, ServedKind } from "../../client/cluster.ts";
import type { KubeObject } from "../../client/object.ts";
import { versionsOf } from "../../kubernetes/kinds.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { ReleaseName } from "../wanted.ts";
import { applySetId, PART_OF_LABEL, type Scope, splitGroupKind } from "./applyset.ts";

export interface Members {
  readonly members: readonly KubeObject[];
  /** Kinds that the parent names and the server does not serve any more: `Kind.group`. */
  readonly unserved: readonly string[];
}

/** The spelling of versions, for kinds of which nobody knows any. */
const USUAL = ["v1", "v1beta1", "v1alpha1", "v2", "v1beta2", "v1alpha2"];

/**
 * The live members of a release: of the kinds and in the namespaces of the scope, with its label, one
 * call for each kind and namespace. What a controller made with a copy of a member's labels
 * (EndpointSlices of a Service) is no member.
 */
export async function membersOf(
  cluster: Cluster,
  release: ReleaseName,
  scope: Scope,
  signal?: AbortSignal,
): Promise<Members> {
  const groupKinds = [...scope.groupKinds].sort();
  const served = await Promise.all(
    groupKinds.map((groupKind) => servedKind(cluster, groupKind, scope.apiVersions, signal)),
  );
  const labels = `${PART_OF_LABEL}=${applySetId(release)}`;
  const queries = served
    .filter((kind) => kind !== undefined)
    .flatMap(({ apiVersion, kind, namespaced }) =>
      (namespaced ? [...scope.namespaces] : [undefined]).map((namespace) => ({
        apiVersion,
        kind,
        namespace,
        labels,
      })),
    );
  const lists = await Promise.all(queries.map((query) => cluster.list(query, signal)));
  const found = lists.flatMap(({ items }) => items).filter((object) => !isMadeByController(object));
  // One object may be served under two groups.
  const byUid = new Map(found.map((object) => [object.metadata.uid, object]));
  return {
    members: [...byUid.values()],
    unserved: groupKinds.filter((_, index) => served[index] === undefined),
  };
}

/** A version of the kind that the server has: those that it was applied in first, then those that are known. */
async function servedKind(
  cluster: Cluster,
  groupKind: string,
  apiVersions: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<ServedKind | undefined> {
  const { group, kind } = splitGroupKind(groupKind);
  const applied = [...apiVersions].filter((one) => splitApiVersion(one).group === group);
  const known = versionsOf(group, kind).map(({ apiVersion }) => apiVersion);
  const usual = known.length > 0 ? [] : USUAL.map((version) => `${group}/${version}`);
  for (const apiVersion of new Set([...applied, ...known, ...usual])) {
    const served = await cluster.kindOf(apiVersion, kind, signal);
    if (served) return served;
  }
  return undefined;
}

/** Endpoints have no owner, only this label (k8s.io/kubernetes/pkg/controller/endpoint). */
function isMadeByController({ metadata }: KubeObject): boolean {
  const { ownerReferences = [], labels = {} } = metadata;
  return (
    ownerReferences.some(({ controller }) => controller === true) ||
    "endpoints.kubernetes.io/managed-by" in labels
  );
}
