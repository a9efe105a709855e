import { labelKeyProblem } from "../../names.ts";
import type {
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const MOST_RULES = 20;
const MOST_CODES = 255;
const MOST_PATTERNS = 20;
const ACTIONS = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS = ["In", "NotIn"];
const STATUSES = ["False", "True", "Unknown"];

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodFailurePolicy */
export function validateFailurePolicy(
  { rules = [] }: Decoded<PodFailurePolicy>,
  spec: Decoded<JobSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("rules");
  if (rules.length > MOST_RULES) to.tooMany(at, rules.length, MOST_RULES);
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const names = new Set([...containers, ...initContainers].map(({ name = "" }) => name));
  for (const [index, rule] of rules.entries()) validateRule(rule, spec, names, at.index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodFailurePolicyRule */
function validateRule(
  { action = "", onExitCodes, onPodConditions = [] }: Decoded<PodFailurePolicyRule>,
  spec: Decoded<JobSpec>,
  containers: ReadonlySet<string>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("action");
  if (action === "") to.required(at, "must be given", ACTIONS.join(", "));
  else if (!ACTIONS.includes(action)) to.unsupported(at, action, ACTIONS);
  else if (action === "FailIndex" && spec.backoffLimitPerIndex === undefined)
    to.invalid(at, "FailIndex needs the Job's backoffLimitPerIndex");
  if (onExitCodes) validateExitCodes(onExitCodes, containers, path.field("onExitCodes"), to);
  if (onPodConditions.length > 0)
    validateConditions(onPodConditions, path.field("onPodConditions"), to);
  if (onExitCodes && onPodConditions.length > 0)
    to.invalid(path, "onExitCodes and onPodConditions exclude each other", "one rule for each");
  if (!onExitCodes && onPodConditions.length === 0)
    to.invalid(path, "says nothing of when it applies", "onExitCodes or onPodConditions");
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodFailurePolicyRuleOnPodConditions */
function validateConditions(
  patterns: readonly Decoded<PodFailurePolicyOnPodConditionsPattern>[],
  path: FieldPath,
  to: Complaints,
): void {
  if (patterns.length > MOST_PATTERNS) to.tooMany(path, patterns.length, MOST_PATTERNS);
  for (const [index, { type = "", status = "True" }] of patterns.entries()) {
    to.problem(path.index(index).field("type"), labelKeyProblem(type));
    if (!STATUSES.includes(status))
      to.unsupported(path.index(index).field("status"), status, STATUSES);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodFailurePolicyRuleOnExitCodes */
function validateExitCodes(
  { operator = "", containerName, values = [] }: Decoded<PodFailurePolicyOnExitCodesRequirement>,
  containers: ReadonlySet<string>,
  path: FieldPath,
  to: Complaints,
): void {
  if (operator === "") to.required(path.field("operator"), "must be given", "In or NotIn");
  else if (!OPERATORS.includes(operator))
    to.unsupported(path.field("operator"), operator, OPERATORS);
  if (containerName !== undefined && !containers.has(containerName))
    to.invalid(
      path.field("containerName"),
      `there is no container "${containerName}" in the template`,
      [...containers].join(", "),
    );
  validateCodes(values, operator, path.field("values"), to);
}

function validateCodes(
  codes: readonly number[],
  operator: string,
  path: FieldPath,
  to: Complaints,
): void {
  if (codes.length === 0) to.invalid(path, "must have at least one exit code");
  if (codes.length > MOST_CODES) to.tooMany(path, codes.length, MOST_CODES);
  const seen = new Set<number>();
  for (const [index, code] of codes.entries()) {
    if (operator === "In" && code === 0) to.invalid(path.index(index), "0 is no failure");
    if (seen.has(code)) to.duplicate(path.index(index), code);
    seen.add(code);
  }
  if (codes.some((code, index) => index > 0 && (codes[index - 1] as number) > code))
    to.invalid(path, "must be in rising order", [...seen].sort((a, b) => a - b).join(", "));
}
