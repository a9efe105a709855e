import type { PolicyRule } from "../../types/rbac.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * What may be done with what.
 *
 * @param isNamespaced whether they are the rules of a Role
 * @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidatePolicyRule
 */
export function validatePolicyRules(
  rules: readonly Decoded<PolicyRule>[],
  isNamespaced: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, rule] of rules.entries())
    validateRule(rule, isNamespaced, path.index(index), to);
}

function validateRule(
  rule: Decoded<PolicyRule>,
  isNamespaced: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const { verbs = [], nonResourceURLs: urls = [], apiGroups = [], resources = [] } = rule;
  if (verbs.length === 0) to.required(path.field("verbs"), "must have at least one verb", "get");
  if (urls.length > 0) {
    const at = path.field("nonResourceURLs");
    if (isNamespaced) to.invalid(at, "URLs belong to no namespace", "a ClusterRole");
    const count = apiGroups.length + resources.length + (rule.resourceNames ?? []).length;
    if (count > 0) to.invalid(at, "URLs and resources cannot be in one rule", "a rule for each");
    return;
  }
  if (apiGroups.length === 0)
    to.required(path.field("apiGroups"), "must name an API group", '"" for the core group');
  if (resources.length === 0) to.required(path.field("resources"), "must name a resource", "pods");
}
