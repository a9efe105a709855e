import { selectorOf, selects } from "../selectors.ts";
import type { MatchResources, NamedRuleWithOperations } from "../types/admissionregistration.ts";
import type { LabelSelector } from "../types/meta.ts";
import type { AnyObject, Attempt, Resource } from "./objects.ts";

/** Why it cannot be said offline whether something matches. */
export interface Undecided {
  readonly undecided: string;
}

export type Match = boolean | Undecided;

const NAME_LABEL = "kubernetes.io/metadata.name";

/**
 * Whether a policy or a binding is for a create.
 *
 * @param namespaces those of the input, by name
 * @see k8s.io/apiserver/pkg/admission/plugin/policy/matching/matching.go Matches
 */
export function matches(
  match: MatchResources | undefined,
  attempt: Attempt,
  namespaces: ReadonlyMap<string, AnyObject>,
): Match {
  if (!match) return true;
  const inNamespace = matchesNamespace(match.namespaceSelector, attempt, namespaces);
  if (inNamespace === false) return false;
  if (!matchesLabels(match.objectSelector, attempt.object)) return false;
  const policy = match.matchPolicy ?? "Equivalent";
  if (ruleFor(match.excludeResourceRules ?? [], attempt, policy) !== undefined) return false;
  const rules = match.resourceRules ?? [];
  if (rules.length === 0) return inNamespace;
  const found = ruleFor(rules, attempt, policy);
  if (found === undefined) return false;
  if (found === "equivalent")
    return { undecided: "its rules are for another version of the resource" };
  return inNamespace;
}

/** Whether a policy may be for objects of a resource at all, whatever their names and labels. */
export function isForResource(
  { resourceRules = [] }: MatchResources = {},
  { group, plural }: Resource,
): boolean {
  return (
    resourceRules.length === 0 ||
    resourceRules.some(
      ({ apiGroups = [], resources = [] }) =>
        has(apiGroups, group) && resources.some((each) => isOfPlural(each, plural)),
    )
  );
}

function matchesLabels(selector: LabelSelector | undefined, { metadata }: AnyObject): boolean {
  return selector === undefined || selects(selectorOf(selector), metadata?.labels ?? {});
}

export function matchesNamespace(
  selector: LabelSelector | undefined,
  { object, namespace, isNamespace }: Attempt,
  namespaces: ReadonlyMap<string, AnyObject>,
): Match {
  const requirements = selectorOf(selector ?? {});
  if (namespace === "" || requirements.length === 0) return true;
  const known = isNamespace ? object : namespaces.get(namespace);
  const labels = { ...known?.metadata?.labels, [NAME_LABEL]: namespace };
  if (known || requirements.every(({ key }) => key === NAME_LABEL))
    return selects(requirements, labels);
  return { undecided: `the labels of the namespace ${namespace} are not in the input` };
}

function ruleFor(
  rules: readonly NamedRuleWithOperations[],
  attempt: Attempt,
  policy: "Equivalent" | "Exact",
): "exact" | "equivalent" | undefined {
  const named = rules.filter(({ resourceNames = [] }) =>
    resourceNames.length === 0 ? true : resourceNames.includes(attempt.name),
  );
  if (named.some((rule) => ruleMatches(rule, attempt, true))) return "exact";
  if (policy === "Exact") return undefined;
  return named.some((rule) => ruleMatches(rule, attempt, false)) ? "equivalent" : undefined;
}

/** @see k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go */
function ruleMatches(
  rule: NamedRuleWithOperations,
  { resource, namespace, isNamespace }: Attempt,
  sameVersion: boolean,
): boolean {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = "*" } = rule;
  const isClusterWide = isNamespace || namespace === "";
  return (
    (scope === "*" || (scope === "Cluster") === isClusterWide) &&
    has(operations, "CREATE") &&
    has(apiGroups, resource.group) &&
    (sameVersion ? has(apiVersions, resource.version) : !has(apiVersions, resource.version)) &&
    resources.some((each) => isOfPlural(each, resource.plural))
  );
}

function isOfPlural(named: string, wanted: string): boolean {
  const [plural, part = ""] = named.split("/");
  return (plural === "*" || plural === wanted) && (part === "" || part === "*");
}

function has(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}
