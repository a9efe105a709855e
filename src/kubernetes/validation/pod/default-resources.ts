import {
  podLevelLimits,
  podLevelRequests,
  type ResourceList,
  type ResourcesPodSpec,
} from "../../pod-resources.ts";
import { formatQuantity } from "../../quantity.ts";
import type { PodSpec } from "../../types/core.ts";

/**
 * Completes what is requested for a pod as a whole where only its limits or its containers say so.
 * Templates are left as they are.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_Pod
 */
export function fillPodResources(spec: PodSpec): void {
  if (!spec.resources) return;
  const known = { ...spec, containers: spec.containers ?? [] } as ResourcesPodSpec;
  const limits = podLevelLimits(known);
  const requests = podLevelRequests(known);
  spec.resources = {
    ...spec.resources,
    ...(limits.size > 0 && { limits: { ...written(limits), ...spec.resources.limits } }),
    ...(requests.size > 0 && { requests: { ...written(requests), ...spec.resources.requests } }),
  };
}

function written(amounts: ResourceList): Record<string, string> {
  return Object.fromEntries(
    Array.from(amounts, ([name, amount]) => [name, formatQuantity(amount)]),
  );
}
