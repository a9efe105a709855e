import type { PodDisruptionBudget } from "../../types/policy.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateAtMostAll, validateIntOrPercent } from "../int-or-percent.ts";
import { validateLabelSelector } from "../label-selector.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec */
export function validateBudget({ spec = {} }: Decoded<PodDisruptionBudget>, to: Complaints): void {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    to.invalid(path, "minAvailable and maxUnavailable exclude each other", "keep one of the two");
  for (const [name, value] of Object.entries({ minAvailable, maxUnavailable })) {
    if (value === undefined) continue;
    validateIntOrPercent(value, path.field(name), to);
    validateAtMostAll(value, path.field(name), to);
  }
  validateLabelSelector(selector, path.field("selector"), to);
  if (unhealthyPodEvictionPolicy === undefined) return;
  const policies = ["IfHealthyBudget", "AlwaysAllow"];
  if (!policies.includes(unhealthyPodEvictionPolicy))
    to.unsupported(path.field("unhealthyPodEvictionPolicy"), unhealthyPodEvictionPolicy, policies);
}
