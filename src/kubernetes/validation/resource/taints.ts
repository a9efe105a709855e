import { labelKeyProblem, labelValueProblem } from "../../names.ts";
import type { DeviceTaint, DeviceToleration } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const OPERATORS = ["Equal", "Exists"];

function effectsOf(minor: number): readonly string[] {
  return minor >= 35 ? ["NoExecute", "NoSchedule", "None"] : ["NoExecute", "NoSchedule"];
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceTaint */
export function validateTaint(
  { key = "", value = "", effect = "" }: Decoded<DeviceTaint>,
  path: FieldPath,
  to: Complaints,
): void {
  const effects = effectsOf(to.minor);
  to.problem(path.field("key"), labelKeyProblem(key));
  to.problem(path.field("value"), labelValueProblem(value));
  if (effect === "")
    to.required(path.field("effect"), `must be given: one of ${effects.join(", ")}`);
  else if (!effects.includes(effect)) to.unsupported(path.field("effect"), effect, effects);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceToleration */
export function validateToleration(
  { key = "", operator = "", value = "", effect = "" }: Decoded<DeviceToleration>,
  path: FieldPath,
  to: Complaints,
): void {
  if (key !== "") to.problem(path.field("key"), labelKeyProblem(key));
  if (operator === "Exists") {
    if (value !== "") to.invalid(path.field("value"), "is not for Exists, which takes any value");
  } else if (operator === "Equal") to.problem(path.field("value"), labelValueProblem(value));
  else if (operator === "") to.required(path.field("operator"));
  else to.unsupported(path.field("operator"), operator, OPERATORS);
  const effects = effectsOf(to.minor);
  if (effect !== "" && !effects.includes(effect))
    to.unsupported(path.field("effect"), effect, effects);
}
