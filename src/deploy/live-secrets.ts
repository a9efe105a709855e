import type { Cluster } from "../client/cluster.ts";
import { type KubeObject, keyOf } from "../client/object.ts";
import { podSpecOf, readsOf } from "../kubernetes/pod-reads.ts";
import { inParallel } from "./in-parallel.ts";
import type { Wanted } from "./wanted.ts";

/** Requests at a time. */
const WIDTH = 16;

/**
 * The Secrets that the pods of a deploy read and that it does not bring, such as those of an operator:
 * their values may turn up in logs. What may not be read is left out.
 */
export async function secretsReadBy(
  cluster: Cluster,
  wanted: readonly Wanted[],
  signal?: AbortSignal,
): Promise<readonly KubeObject[]> {
  const own = new Set(wanted.map(({ key }) => key));
  const refs = wanted.flatMap(({ object }) => {
    const { namespace } = object.metadata;
    return readsOf(podSpecOf(object) ?? {})
      .filter(({ kind }) => kind === "Secret")
      .map(({ kind, name }) => ({ apiVersion: "v1", kind, namespace, name }));
  });
  const others = new Map(refs.map((ref) => [keyOf(ref), ref]));
  const found = await inParallel(
    WIDTH,
    [...others].filter(([key]) => !own.has(key)),
    async ([, ref]) => {
      try {
        return (await cluster.get(ref, signal)) ?? [];
      } catch {
        return [];
      }
    },
  );
  return found.flat();
}
