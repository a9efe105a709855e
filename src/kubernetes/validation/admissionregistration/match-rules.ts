import { pathSegmentNameProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { MatchResources, NamedRuleWithOperations } from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateLabelSelector } from "../label-selector.ts";

export const FAILURE_POLICIES = ["Fail", "Ignore"];
export const MATCH_POLICIES = ["Equivalent", "Exact"];
const OPERATIONS = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const SCOPES = ["*", "Cluster", "Namespaced"];

type Rule = Decoded<NamedRuleWithOperations>;

/** A value of few; one that is left out is fine here. */
export function validateChoice(
  value: string | undefined,
  choices: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  if (value !== undefined && !choices.includes(value)) to.unsupported(path, value, choices);
}

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateMatchResources */
export function validateMatchResources(
  match: Decoded<MatchResources>,
  path: FieldPath,
  to: Complaints,
): void {
  validateChoice(match.matchPolicy, MATCH_POLICIES, path.field("matchPolicy"), to);
  validateLabelSelector(match.namespaceSelector, path.field("namespaceSelector"), to);
  validateLabelSelector(match.objectSelector, path.field("objectSelector"), to);
  for (const field of ["resourceRules", "excludeResourceRules"] as const)
    for (const [index, rule] of (match[field] ?? []).entries())
      validateNamedRule(rule, path.field(field).index(index), to);
}

function validateNamedRule(rule: Rule, path: FieldPath, to: Complaints): void {
  const seen = new Set<string>();
  for (const [index, name] of (rule.resourceNames ?? []).entries()) {
    const at = path.field("resourceNames").index(index);
    to.problem(at, pathSegmentNameProblem(name));
    if (seen.has(name)) to.duplicate(at, name);
    seen.add(name);
  }
  validateRule(rule, path, to);
}

/** @see validateRuleWithOperations */
export function validateRule(rule: Rule, path: FieldPath, to: Complaints): void {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [] } = rule;
  const lists = { operations, apiGroups, apiVersions };
  for (const [field, values] of Object.entries(lists)) {
    const at = path.field(field);
    if (values.length === 0) to.required(at, "must name at least one, or *");
    if (values.length > 1 && values.includes("*"))
      to.invalid(at, "has * and others: * means them all", "keep * alone, or leave it out");
  }
  for (const [index, each] of operations.entries())
    validateChoice(each, OPERATIONS, path.field("operations").index(index), to);
  for (const [index, each] of apiVersions.entries())
    if (each === "") to.required(path.field("apiVersions").index(index));
  validateResources(resources, path.field("resources"), to);
  validateChoice(rule.scope, SCOPES, path.field("scope"), to);
}

function validateResources(resources: readonly string[], path: FieldPath, to: Complaints): void {
  if (resources.length === 0) to.required(path, "must name at least one, or *");
  const everyPartOf = new Set<string>();
  const partOfEvery = new Set<string>();
  // The server remembers only the last one.
  let lastWhole: string | undefined;
  for (const [index, each] of resources.entries()) {
    const at = path.index(index);
    if (each === "") {
      to.required(at);
      continue;
    }
    const slash = each.indexOf("/");
    if (slash < 0) {
      lastWhole = each;
      continue;
    }
    const [resource, part] = [each.slice(0, slash), each.slice(slash + 1)];
    if (everyPartOf.has(resource))
      to.invalid(at, `${quote(`${resource}/*`)} stands for ${quote(each)} already`);
    if (partOfEvery.has(part))
      to.invalid(at, `${quote(`*/${part}`)} stands for ${quote(each)} already`);
    if (part === "*") everyPartOf.add(resource);
    if (resource === "*") partOfEvery.add(part);
  }
  if (resources.length > 1 && resources.includes("*/*"))
    to.invalid(path, 'has "*/*" and others: it means them all');
  if (resources.includes("*") && lastWhole !== undefined && lastWhole !== "*")
    to.invalid(path, 'has "*" and others without a slash: it means them all');
}
