import type { Cluster } from "../../client/cluster.ts";
import type { ReleaseName } from "../wanted.ts";
import { ID_LABEL } from "./applyset.ts";
import { type Parent, parentIn, releaseOf } from "./parent.ts";

/** Another release of the cluster. */
export interface OtherRelease {
  readonly release: ReleaseName;
  readonly parent: Parent;
}

/**
 * The other releases of the cluster: all parents that slipway wrote, whatever their namespace, in one
 * call. What they have in common with this one stands in their scopes (`shared`).
 *
 * @throws ApiError `Forbidden` for those who may not list the ConfigMaps of all namespaces: then nobody
 *   knows, and nothing shared may go.
 */
export async function otherReleases(
  cluster: Cluster,
  own: ReleaseName,
  signal?: AbortSignal,
): Promise<readonly OtherRelease[]> {
  const query = { apiVersion: "v1", kind: "ConfigMap", labels: ID_LABEL };
  const { items } = await cluster.list(query, signal);
  return items.flatMap((object) => {
    const release = releaseOf(object);
    const isOwn = release?.name === own.name && release.namespace === own.namespace;
    return release && !isOwn ? [{ release, parent: parentIn(release, object) }] : [];
  });
}

/** Those of other releases that have a shared object, by its key. */
export function holdersOf(others: readonly OtherRelease[], key: string): readonly ReleaseName[] {
  return others.filter(({ parent }) => parent.scope.shared.has(key)).map(({ release }) => release);
}
