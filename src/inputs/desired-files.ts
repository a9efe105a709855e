import type { Subject, World } from "../check/world.ts";
import type { Cluster } from "../client/cluster.ts";
import { isKubeObject, type KubeObject, keyOf, refOf } from "../client/object.ts";
import type { Desired, ReleaseName, Wanted } from "../deploy/wanted.ts";
import { valueAt } from "../kubernetes/fields.ts";
import { isNamespaced } from "../kubernetes/kinds.ts";
import { splitApiVersion } from "../kubernetes/versions.ts";
import { type Problem, ProblemError } from "../problem.ts";

/**
 * What anyone's manifests bring into a cluster. Objects that name no namespace get the release's, where
 * their kind has one.
 *
 * @throws ProblemError for objects without a name, and for two of one name
 */
export async function desiredOfWorld(
  world: World,
  release: ReleaseName,
  cluster: Cluster,
): Promise<Desired> {
  const problems: Problem[] = [];
  const isHomeless = await scopes(world, cluster);
  const wanted = new Map<string, Wanted>();
  for (const subject of world.objects) {
    const { object } = subject;
    const where = (steps: Parameters<Subject["locate"]>[0]) => subject.locate(steps, "value");
    if (!isKubeObject(object)) {
      const message = "an object without a name cannot be deployed: nobody could find it again";
      problems.push({ message, where: where(["metadata"]), instead: "metadata.name" });
      continue;
    }
    const { metadata } = object;
    const placed: KubeObject =
      metadata.namespace === undefined && !isHomeless(object)
        ? { ...object, metadata: { ...metadata, namespace: release.namespace } }
        : object;
    const key = keyOf(refOf(placed));
    if (wanted.has(key))
      problems.push({
        message: `${object.kind} ${metadata.name} is there twice`,
        where: where([]),
      });
    const more = { isShared: false, isMigration: false, after: [] };
    wanted.set(key, { object: placed, key, part: undefined, where, ...more });
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return { release, wanted: [...wanted.values()], images: {} };
}

/** Whether objects of a kind lie in no namespace: known, or as a definition in the input or the cluster says. */
async function scopes(world: World, cluster: Cluster): Promise<(object: KubeObject) => boolean> {
  const clusterWide = new Set<string>();
  for (const { object } of world.objects) {
    const { apiVersion, kind } = object as { apiVersion?: string; kind?: string };
    if (kind === "CustomResourceDefinition" && valueAt(object, ["spec", "scope"]) === "Cluster")
      clusterWide.add(
        `${valueAt(object, ["spec", "group"])}/${valueAt(object, ["spec", "names", "kind"])}`,
      );
    if (apiVersion === undefined || kind === undefined) continue;
    const known =
      isNamespaced(apiVersion, kind) ?? (await cluster.kindOf(apiVersion, kind))?.namespaced;
    if (known === false) clusterWide.add(nameOf(apiVersion, kind));
  }
  return ({ apiVersion, kind }) => clusterWide.has(nameOf(apiVersion, kind));
}

function nameOf(apiVersion: string, kind: string): string {
  return `${splitApiVersion(apiVersion).group}/${kind}`;
}
