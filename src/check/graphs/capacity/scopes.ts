import { qosClass } from "../../../kubernetes/pod-resources.ts";
import { asResources } from "../../../kubernetes/pod-usage.ts";
import type {
  PodAffinityTerm,
  PodSpec,
  ResourceQuotaSpec,
} from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";

/** A quota with scopes counts pods only, and of them those that fit each. */
export function isScoped({ scopes, scopeSelector }: Decoded<ResourceQuotaSpec>): boolean {
  return (scopes ?? []).length > 0 || (scopeSelector?.matchExpressions ?? []).length > 0;
}

/**
 * Whether a quota counts a pod.
 *
 * @see k8s.io/kubernetes/pkg/quota/v1/evaluator/core/pods.go podMatchesScopeFunc
 */
export function isInScope(quota: Decoded<ResourceQuotaSpec>, spec: Decoded<PodSpec>): boolean {
  const plain = (quota.scopes ?? []).map((scopeName) => ({
    scopeName,
    operator: "Exists",
    values: undefined,
  }));
  return [...plain, ...(quota.scopeSelector?.matchExpressions ?? [])].every(
    ({ scopeName, operator, values }) => {
      switch (scopeName) {
        case "Terminating":
          return hasDeadline(spec);
        case "NotTerminating":
          return !hasDeadline(spec);
        case "BestEffort":
          return isBestEffort(spec);
        case "NotBestEffort":
          return !isBestEffort(spec);
        case "PriorityClass":
          return hasPriority(spec.priorityClassName ?? "", operator, values ?? []);
        case "CrossNamespacePodAffinity":
          return looksElsewhere(spec);
        default:
          return false;
      }
    },
  );
}

function hasDeadline({ activeDeadlineSeconds }: Decoded<PodSpec>): boolean {
  return activeDeadlineSeconds !== undefined;
}

function isBestEffort(spec: Decoded<PodSpec>): boolean {
  return qosClass(asResources(spec)) === "BestEffort";
}

function hasPriority(name: string, operator: string | undefined, values: readonly string[]) {
  switch (operator) {
    case "Exists":
      return name !== "";
    case "DoesNotExist":
      return name === "";
    case "In":
      return values.includes(name);
    default:
      return !values.includes(name);
  }
}

function looksElsewhere({ affinity }: Decoded<PodSpec>): boolean {
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  return [podAffinity, podAntiAffinity].some((kind) =>
    [
      ...(kind?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(kind?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
        ({ podAffinityTerm = {} }) => podAffinityTerm,
      ),
    ].some(
      ({ namespaces, namespaceSelector }: Decoded<PodAffinityTerm>) =>
        (namespaces ?? []).length > 0 || namespaceSelector !== undefined,
    ),
  );
}
