import type { Cluster } from "../../client/cluster.ts";
import { type KubeObject, keyOf, refOf } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";

/** A kind, a namespace and a name, as an autoscaler names what it scales: versions do not matter to it. */
export function scaledName(kind: unknown, namespace = "", name: unknown): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * What autoscalers scale, those that are wanted and those that are there: HorizontalPodAutoscalers, and
 * whatever else of the wanted has a `scaleTargetRef`. One that goes in this deploy does not count.
 *
 * @returns how many replicas each keeps at least; undefined where that is not known, as with KEDA
 * @param namespaces Those that are there, with workloads of ours.
 * @param isPruned Whether a live object goes.
 */
export async function autoscaledBy(
  cluster: Cluster,
  wanted: readonly KubeObject[],
  namespaces: Iterable<string>,
  isPruned: (live: KubeObject) => boolean,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number | undefined>> {
  const listed = [...namespaces].map(async (namespace) => {
    const query = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", namespace };
    const { items } = await cluster.list(query, signal);
    return items.filter((live) => !isPruned(live));
  });
  const ours = new Set(wanted.map((object) => keyOf(refOf(object))));
  const others = (await Promise.all(listed)).flat();
  // A wanted one is told by what it is wanted as, not by what it is now.
  const live = others.filter((object) => !ours.has(keyOf(refOf(object))));
  return new Map(
    [...wanted, ...live].flatMap((object) =>
      scaledBy(object).map((name) => [name, leastOf(object)] as const),
    ),
  );
}

/** What an object scales, where it is an autoscaler: its target as `scaledName` writes it. */
export function scaledBy(object: KubeObject): string[] {
  const target = valueAt(object, ["spec", "scaleTargetRef"]);
  if (!isFields(target)) return [];
  // KEDA's default.
  const { kind = "Deployment", name } = target;
  return [scaledName(kind, object.metadata.namespace, name)];
}

function leastOf({ kind, spec }: KubeObject): number | undefined {
  if (kind !== "HorizontalPodAutoscaler") return undefined;
  const least = valueAt(spec, ["minReplicas"]);
  return typeof least === "number" ? least : 1;
}
