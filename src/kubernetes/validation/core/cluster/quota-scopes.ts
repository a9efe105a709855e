import { isOfQuotas } from "../../../resource-names.ts";
import { quote } from "../../../text.ts";
import type { ScopedResourceSelectorRequirement, ScopeSelector } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const COMPUTE = ["cpu", "memory"].flatMap((name) => [name, `limits.${name}`, `requests.${name}`]);
const OF_PODS: ReadonlySet<string> = new Set(["pods", ...COMPUTE]);
const ONLY_PODS: ReadonlySet<string> = new Set(["pods"]);
const OF_CLAIMS: ReadonlySet<string> = new Set(["persistentvolumeclaims", "requests.storage"]);

/** What a quota can limit under each scope. */
const SCOPES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Terminating", OF_PODS],
  ["NotTerminating", OF_PODS],
  ["BestEffort", ONLY_PODS],
  ["NotBestEffort", OF_PODS],
  ["PriorityClass", OF_PODS],
  ["CrossNamespacePodAffinity", OF_PODS],
  ["VolumeAttributesClass", OF_CLAIMS],
]);
/** Scopes that take no values. */
const PLAIN = new Set([
  "BestEffort",
  "NotBestEffort",
  "Terminating",
  "NotTerminating",
  "CrossNamespacePodAffinity",
]);

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceQuotaScopes */
export function validateScopes(
  scopes: readonly string[],
  limited: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, scope] of scopes.entries()) {
    const at = path.index(index);
    to.problem(at, scopeProblem(scope, to.minor));
    to.problem(at, limitsProblem(scope, limited, to.minor));
  }
  to.problem(path, conflict(scopes));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateScopedResourceSelectorRequirement */
export function validateScopeSelector(
  selector: Decoded<ScopeSelector> | undefined,
  limited: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  const expressions = selector?.matchExpressions ?? [];
  const at = path.field("matchExpressions");
  for (const [index, each] of expressions.entries()) {
    const { scopeName = "" } = each;
    to.problem(at.index(index).field("scopeName"), scopeProblem(scopeName, to.minor));
    to.problem(at.index(index), limitsProblem(scopeName, limited, to.minor));
    validateOperator(each, at.index(index), to);
  }
  to.problem(at, conflict(expressions.map(({ scopeName = "" }) => scopeName)));
}

function validateOperator(
  { scopeName = "", operator = "", values = [] }: Decoded<ScopedResourceSelectorRequirement>,
  path: FieldPath,
  to: Complaints,
): void {
  if (PLAIN.has(scopeName) && operator !== "Exists")
    to.invalid(path.field("operator"), `must be Exists for the scope ${scopeName}`);
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0)
      to.required(path.field("values"), `${operator} needs at least one value`);
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) to.invalid(path.field("values"), `${operator} takes no values`);
  } else {
    const choices = "In, NotIn, Exists, DoesNotExist";
    to.invalid(path.field("operator"), `${quote(operator)} is none of ${choices}`);
  }
}

function isKnown(scope: string, minor: number): boolean {
  return SCOPES.has(scope) && (minor >= 33 || scope !== "VolumeAttributesClass");
}

function scopeProblem(scope: string, minor: number): string | undefined {
  if (isKnown(scope, minor)) return undefined;
  return `${quote(scope)} is none of ${[...SCOPES.keys()].join(", ")}`;
}

/** @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsResourceQuotaScopeValidForResource */
function limitsProblem(scope: string, limited: readonly string[], minor: number) {
  const allowed = isKnown(scope, minor) ? SCOPES.get(scope) : undefined;
  const wrong = allowed && limited.find((name) => isOfQuotas(name) && !allowed.has(name));
  if (!allowed || wrong === undefined) return undefined;
  return `the scope ${scope} does not go with ${wrong}: it limits ${[...allowed].join(", ")}`;
}

function conflict(scopes: readonly string[]): string | undefined {
  for (const scope of ["BestEffort", "Terminating"])
    if (scopes.includes(scope) && scopes.includes(`Not${scope}`))
      return `${scope} and Not${scope} together fit no pod: keep one of the two`;
  return undefined;
}
