import { dns1123SubdomainProblem, pathSegmentNameProblem } from "../../names.ts";
import type { ClusterRoleBinding, RoleBinding, Subject } from "../../types/rbac.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";

const GROUP = "rbac.authorization.k8s.io";
const SUBJECTS = ["ServiceAccount", "User", "Group"];

type Binding = Decoded<RoleBinding> | Decoded<ClusterRoleBinding>;

/** @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidateRoleBinding */
export function validateRoleBinding(binding: Decoded<RoleBinding>, to: Complaints): void {
  validateBinding(binding, ["ClusterRole", "Role"], to);
}

/** @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidateClusterRoleBinding */
export function validateClusterRoleBinding(
  binding: Decoded<ClusterRoleBinding>,
  to: Complaints,
): void {
  validateBinding(binding, ["ClusterRole"], to);
}

function validateBinding(binding: Binding, kinds: readonly string[], to: Complaints): void {
  const path = FieldPath.root.field("roleRef");
  const { apiGroup = "", kind = "", name = "" } = binding.roleRef ?? {};
  // Where the reference is left out as a whole, the group is not filled in here.
  if (apiGroup !== GROUP && binding.roleRef)
    to.unsupported(path.field("apiGroup"), apiGroup, [GROUP]);
  if (!kinds.includes(kind)) to.unsupported(path.field("kind"), kind, kinds);
  if (name === "") to.required(path.field("name"), "must name a role");
  else to.problem(path.field("name"), pathSegmentNameProblem(name));
  const isNamespaced = kinds.includes("Role");
  for (const [index, subject] of (binding.subjects ?? []).entries())
    validateSubject(subject, isNamespaced, FieldPath.root.field("subjects").index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidateRoleBindingSubject */
function validateSubject(
  { kind = "", apiGroup = "", name = "", namespace = "" }: Decoded<Subject>,
  isNamespaced: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const group = path.field("apiGroup");
  if (name === "") to.required(path.field("name"));
  if (kind === "ServiceAccount") {
    if (name !== "") to.problem(path.field("name"), dns1123SubdomainProblem(name));
    if (apiGroup !== "")
      to.add("unsupported", group, "a ServiceAccount is of the core group", '""');
    if (!isNamespaced && namespace === "")
      to.required(path.field("namespace"), "must say where the ServiceAccount is");
  } else if (kind === "User" || kind === "Group") {
    if (apiGroup !== GROUP) to.unsupported(group, apiGroup, [GROUP]);
  } else {
    to.unsupported(path.field("kind"), kind, SUBJECTS);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go ValidateRoleBindingUpdate */
export function validateBindingUpdate(binding: Binding, old: Binding, to: Complaints): void {
  if (!semanticallyEqual(binding.roleRef, old.roleRef))
    to.invalid(
      FieldPath.root.field("roleRef"),
      "cannot be changed in an existing binding",
      "delete the binding and create it anew, or one of another name",
    );
}
