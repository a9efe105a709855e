import { type Labels, labelOf } from "./labels.ts";
import { labelKeyProblem, labelValueProblem } from "./names.ts";
import { quote } from "./text.ts";

/** metav1.LabelSelector. */
export interface LabelSelector {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?: readonly LabelSelectorRequirement[] | undefined;
}

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

export type Operator = "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";

export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/**
 * A selector ready for matching: all its requirements must hold. Without requirements it matches
 * everything. What an absent selector means differs from field to field (a budget without one
 * selects nothing, a peer of a NetworkPolicy without one does not ask), so there is no value for it.
 */
export type Selector = readonly Requirement[];

const OPERATORS: ReadonlySet<string> = new Set(["In", "NotIn", "Exists", "DoesNotExist"]);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * The requirements of a LabelSelector.
 *
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 * @throws {SyntaxError} with the text of {@link labelSelectorProblem}.
 */
export function selectorOf(selector: LabelSelector): Selector {
  const requirements = requirementsOf(selector);
  const problem = operatorProblem(selector) ?? firstProblem(requirements);
  if (problem !== undefined) throw new SyntaxError(problem);
  return requirements;
}

/** What is wrong with a LabelSelector: unknown operators, missing values, wrong keys or values. */
export function labelSelectorProblem(selector: LabelSelector): string | undefined {
  return operatorProblem(selector) ?? firstProblem(requirementsOf(selector));
}

function operatorProblem({ matchExpressions }: LabelSelector): string | undefined {
  for (const { operator } of matchExpressions ?? []) {
    if (!OPERATORS.has(operator)) {
      return `${quote(operator)} is not an operator: write ${[...OPERATORS].join(", ")}`;
    }
  }
  return undefined;
}

/** Does the selector match an object with these labels? */
export function selects(selector: Selector, labels: Labels): boolean {
  return selector.every((requirement) => holds(requirement, labelOf(labels, requirement.key)));
}

/** Does one requirement hold for the value of its label, undefined where there is none? */
export function holds(requirement: Requirement, value: string | undefined): boolean {
  const { operator, values } = requirement;
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return value !== undefined && compares(operator, value, values[0] ?? "");
  }
}

/** What is wrong with the first wrong requirement, by the rules of labels.NewRequirement. */
export function firstProblem(selector: Selector): string | undefined {
  for (const { key, operator, values } of selector) {
    const problem = labelKeyProblem(key) ?? countProblem(operator, values.length);
    if (problem !== undefined) return problem;
    for (const value of values) {
      const wrong = labelValueProblem(value);
      if (wrong !== undefined) return wrong;
      if ((operator === "Gt" || operator === "Lt") && integerOf(value) === undefined) {
        return `${quote(value)} is not a whole number, which ${operator} needs`;
      }
    }
  }
  return undefined;
}

/** The whole number (64 bits) that a label's value writes out, as Gt and Lt compare it. */
export function integerOf(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]{1,100}$/.test(text)) return undefined;
  const number = BigInt(text.replace("+", ""));
  return number > INT64_MAX || number < -INT64_MAX - 1n ? undefined : number;
}

function requirementsOf({ matchLabels, matchExpressions }: LabelSelector): Selector {
  const exact = Object.entries(matchLabels ?? {});
  return [
    ...exact.map(([key, value]) => ({ key, operator: "In" as const, values: [value] })),
    ...(matchExpressions ?? []).map(({ key, operator, values }) => ({
      key,
      operator: operator as Operator,
      values: values ?? [],
    })),
  ];
}

function countProblem(operator: Operator, count: number): string | undefined {
  switch (operator) {
    case "In":
    case "NotIn":
      return count === 0 ? `the operator ${operator} needs at least one value` : undefined;
    case "Exists":
    case "DoesNotExist":
      return count > 0 ? `the operator ${operator} takes no values; leave them out` : undefined;
    default:
      return count === 1 ? undefined : `the operator ${operator} needs exactly one value`;
  }
}

function compares(operator: "Gt" | "Lt", value: string, limit: string): boolean {
  const [left, right] = [integerOf(value), integerOf(limit)];
  if (left === undefined || right === undefined) return false;
  return operator === "Gt" ? left > right : left < right;
}
