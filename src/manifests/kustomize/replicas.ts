import type { Shared } from "./base.ts";
import { isFields, type Manifest } from "./fields.ts";
import { hasReplicas } from "./known-kinds.ts";

/** The numbers of replicas that `replicas` of a kustomization sets, by the objects that they are for. */
export type Counts = ReadonlyMap<Shared, number>;

/**
 * Finds the programs whose fixed number of replicas is not the base's. Kustomize looks for them by name
 * alone: two of one name keep theirs in patches.
 */
export function countsOf(
  shared: readonly Shared[],
  own: readonly Manifest[],
  index: number,
): Counts {
  const names = [
    ...own.filter(hasReplicas).map(({ metadata }) => metadata.name),
    ...shared.flatMap(({ base, wanted }) => {
      const there = hasReplicas(base) ? wanted.get(index) : undefined;
      return there ? [...new Set([base.metadata.name, there.metadata.name])] : [];
    }),
  ];
  return new Map(
    shared.flatMap((one): [Shared, number][] => {
      const wanted = one.wanted.get(index);
      if (wanted === undefined || !hasReplicas(wanted)) return [];
      const count = replicas(wanted);
      const isOnly = names.filter((name) => name === wanted.metadata.name).length === 1;
      const differs = typeof count === "number" && count !== replicas(one.base);
      return differs && isOnly ? [[one, count]] : [];
    }),
  );
}

/** An object with the base's number of replicas. */
export function withReplicasOf(base: Manifest, wanted: Manifest): Manifest {
  const { replicas: _, ...spec } = wanted.spec as { replicas?: unknown };
  const count = replicas(base);
  return { ...wanted, spec: { ...spec, ...(count !== undefined && { replicas: count }) } };
}

function replicas({ spec }: Manifest): unknown {
  return isFields(spec) ? spec.replicas : undefined;
}
