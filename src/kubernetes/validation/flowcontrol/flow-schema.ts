import { dns1123SubdomainProblem } from "../../names.ts";
import type { FlowSchema } from "../../types/flowcontrol.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { nameOf } from "../pod-name-warning.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { mandatoryFlowSchemas } from "./mandatory.ts";
import { validatePolicyRules } from "./policy-rules.ts";

const path = FieldPath.root.field("spec");
const LOWEST = 10_000;
const METHODS = ["ByNamespace", "ByUser"];

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchema */
export function validateFlowSchema(
  { metadata, spec = {} }: Decoded<FlowSchema>,
  to: Complaints,
): void {
  const name = nameOf(metadata);
  validatePrecedence(spec.matchingPrecedence ?? 0, name, to);
  const { distinguisherMethod, priorityLevelConfiguration, rules = [] } = spec;
  const method = distinguisherMethod?.type ?? "";
  if (distinguisherMethod && !METHODS.includes(method))
    to.unsupported(path.field("distinguisherMethod", "type"), method, METHODS);
  const level = path.field("priorityLevelConfiguration", "name");
  const levelName = priorityLevelConfiguration?.name ?? "";
  if (levelName === "") to.required(level, "must name a PriorityLevelConfiguration");
  else to.problem(level, dns1123SubdomainProblem(levelName));
  for (const [index, rule] of rules.entries())
    validatePolicyRules(rule, path.field("rules").index(index), to);
  const fixed = mandatoryFlowSchemas.get(name);
  if (fixed && !semanticallyEqual(spec, fixed))
    to.invalid(
      path,
      `of the FlowSchema ${name} is Kubernetes' own`,
      "a FlowSchema of another name",
    );
}

function validatePrecedence(precedence: number, name: string, to: Complaints): void {
  const at = path.field("matchingPrecedence");
  if (precedence <= 0 || precedence > LOWEST)
    to.invalid(at, `${precedence} is not between 1 and ${LOWEST}`);
  else if (precedence === 1 && name !== "exempt")
    to.invalid(at, "1 is for the FlowSchema exempt alone", "2 or more");
}
