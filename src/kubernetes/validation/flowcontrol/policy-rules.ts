import { dns1123LabelProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type {
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
} from "../../types/flowcontrol.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateSubject } from "./subjects.ts";

const VERBS = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "proxy",
  "update",
  "watch",
];

/**
 * Which requests of whom a FlowSchema takes.
 *
 * @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaPolicyRulesWithSubjects
 */
export function validatePolicyRules(
  { subjects = [], resourceRules = [], nonResourceRules = [] }: Decoded<PolicyRulesWithSubjects>,
  path: FieldPath,
  to: Complaints,
): void {
  if (subjects.length === 0) to.required(path.field("subjects"), "must have at least one item");
  for (const [index, subject] of subjects.entries())
    validateSubject(subject, path.field("subjects").index(index), to);
  if (resourceRules.length === 0 && nonResourceRules.length === 0)
    to.required(path, "needs a resourceRules or a nonResourceRules");
  for (const [index, rule] of resourceRules.entries())
    validateResourceRule(rule, path.field("resourceRules").index(index), to);
  for (const [index, rule] of nonResourceRules.entries())
    validateNonResourceRule(rule, path.field("nonResourceRules").index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaResourcePolicyRule */
function validateResourceRule(
  {
    verbs = [],
    apiGroups = [],
    resources = [],
    namespaces = [],
    clusterScope = false,
  }: Decoded<ResourcePolicyRule>,
  path: FieldPath,
  to: Complaints,
): void {
  validateVerbs(verbs, path.field("verbs"), to);
  validateAnyOrSome(apiGroups, path.field("apiGroups"), to);
  validateAnyOrSome(resources, path.field("resources"), to);
  const at = path.field("namespaces");
  if (namespaces.length === 0 && !clusterScope)
    to.required(at, "must have at least one item, or clusterScope must be true", '["*"]');
  else if (namespaces.length > 0 && validateAnyOrSome(namespaces, at, to)) {
    for (const [index, namespace] of namespaces.entries())
      to.problem(at.index(index), dns1123LabelProblem(namespace));
  }
}

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaNonResourcePolicyRule */
function validateNonResourceRule(
  { verbs = [], nonResourceURLs = [] }: Decoded<NonResourcePolicyRule>,
  path: FieldPath,
  to: Complaints,
): void {
  validateVerbs(verbs, path.field("verbs"), to);
  const at = path.field("nonResourceURLs");
  if (!validateAnyOrSome(nonResourceURLs, at, to)) return;
  for (const [index, url] of nonResourceURLs.entries())
    to.problem(at.index(index), urlPathProblem(url));
}

function validateVerbs(verbs: readonly string[], path: FieldPath, to: Complaints): void {
  if (!validateAnyOrSome(verbs, path, to)) return;
  for (const [index, verb] of verbs.entries())
    if (!VERBS.includes(verb)) to.unsupported(path.index(index), verb, ["*", ...VERBS]);
}

/**
 * A list that is not empty, and "*" stands in it alone.
 *
 * @returns whether it has items other than "*" to be looked at
 */
function validateAnyOrSome(items: readonly string[], path: FieldPath, to: Complaints): boolean {
  if (items.length === 0) to.required(path, "must have at least one item", '["*"] for any');
  if (!items.includes("*")) return items.length > 0;
  if (items.length > 1) to.invalid(path, '"*" means any, and stands alone', '["*"]');
  return false;
}

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateNonResourceURLPath */
function urlPathProblem(path: string): string | undefined {
  if (path === "/") return undefined;
  if (path === "") return 'is empty; write a path such as "/healthz"';
  if (!path.startsWith("/")) return `${quote(path)} does not begin with "/"`;
  if (path.includes(" ")) return `${quote(path)} has a space in it`;
  if (path.includes("//")) return `${quote(path)} has two slashes in a row`;
  const star = path.indexOf("*");
  if (star < 0 || (star === path.length - 1 && path.endsWith("/*"))) return undefined;
  return `${quote(path)} has a "*" that is not its last part; write "/path/*"`;
}
