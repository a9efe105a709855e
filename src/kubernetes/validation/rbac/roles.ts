import type { ClusterRole, Role } from "../../types/rbac.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { validatePolicyRules } from "./policy-rules.ts";

const path = FieldPath.root.field("rules");

/** @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidateRole */
export function validateRole({ rules = [] }: Decoded<Role>, to: Complaints): void {
  validatePolicyRules(rules, true, path, to);
}

/** @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidateClusterRole */
export function validateClusterRole(
  { rules = [], aggregationRule }: Decoded<ClusterRole>,
  to: Complaints,
): void {
  validatePolicyRules(rules, false, path, to);
  if (!aggregationRule) return;
  const { clusterRoleSelectors: selectors = [] } = aggregationRule;
  const at = FieldPath.root.field("aggregationRule", "clusterRoleSelectors");
  if (selectors.length === 0) to.required(at, "must select the ClusterRoles to join");
  for (const [index, selector] of selectors.entries()) {
    const before = to.errors.length;
    validateLabelSelector(selector, at.index(index), to);
    if (to.errors.length > before) to.invalid(at.index(index), "is not a selector of labels");
  }
}
