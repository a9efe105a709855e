import type { PodSpec } from "../../../types/core.ts";
import type { LabelKeys } from "./match-label-keys.ts";

type Labels = Readonly<Record<string, string>>;
type Requirement = { key: string; operator: string; values: string[] };

/**
 * Puts what the label keys stand for into the selectors, as the server does when a pod is created.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/pod/strategy.go mutatePodAffinity, mutateTopologySpreadConstraints
 */
export function mergeLabelKeys(spec: PodSpec, labels: Labels, minor: number): void {
  for (const affinity of [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]) {
    for (const term of affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
      merge(term, labels);
    for (const { podAffinityTerm } of affinity?.preferredDuringSchedulingIgnoredDuringExecution ??
      [])
      if (podAffinityTerm) merge(podAffinityTerm, labels);
  }
  if (minor < 34) return;
  for (const constraint of spec.topologySpreadConstraints ?? []) merge(constraint, labels);
}

function merge({ matchLabelKeys, mismatchLabelKeys, labelSelector }: LabelKeys, labels: Labels) {
  if (!labelSelector) return;
  const added = [
    ...requirements(matchLabelKeys, "In", labels),
    ...requirements(mismatchLabelKeys, "NotIn", labels),
  ];
  if (added.length === 0) return;
  const selector = labelSelector as { matchExpressions?: unknown[] };
  selector.matchExpressions = [...(selector.matchExpressions ?? []), ...added];
}

function requirements(
  keys: readonly string[] = [],
  operator: string,
  labels: Labels,
): Requirement[] {
  return keys
    .filter((key) => Object.hasOwn(labels, key))
    .map((key) => ({ key, operator, values: [labels[key] as string] }));
}
