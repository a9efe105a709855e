import type { PodSpec } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";

const HOST = "kubernetes.io/hostname";

/**
 * Whether the pods are made to be on one node: they name it, or must be beside a pod (of their own
 * or of another workload).
 */
export function isTogether({ nodeName, nodeSelector, affinity }: Decoded<PodSpec>): boolean {
  if (nodeName || nodeSelector?.[HOST]) return true;
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const isOneNode = terms.some(({ matchExpressions, matchFields }) =>
    [...(matchExpressions ?? []), ...(matchFields ?? [])].some(
      ({ key, operator, values }) =>
        (key === HOST || key === "metadata.name") && operator === "In" && values?.length === 1,
    ),
  );
  const beside = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return isOneNode || beside.some(({ topologyKey }) => topologyKey === HOST);
}
