import { labelKeyProblem, labelValueProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { Toleration } from "../types/core.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateTolerations */
export function validateTolerations(
  tolerations: readonly Decoded<Toleration>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, toleration] of tolerations.entries())
    validateToleration(toleration, path.index(index), to);
}

function validateToleration(
  { key = "", operator = "", value = "", effect = "", tolerationSeconds }: Decoded<Toleration>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("operator");
  if (key !== "") to.problem(path.field("key"), labelKeyProblem(key));
  else if (operator !== "Exists")
    to.invalid(at, "without a key all taints are meant", "operator: Exists, or a key");
  if (tolerationSeconds !== undefined && effect !== "NoExecute")
    to.invalid(path.field("effect"), "must be NoExecute where tolerationSeconds is given");
  // The server complains of the operator where the value is wrong.
  if (operator === "" || operator === "Equal") {
    to.problem(at, labelValueProblem(value));
  } else if (operator === "Exists") {
    if (value !== "") to.invalid(at, `Exists takes no value, here is ${quote(value)}`);
  } else {
    to.unsupported(at, operator, ["Equal", "Exists"]);
  }
  if (effect !== "" && !EFFECTS.includes(effect))
    to.unsupported(path.field("effect"), effect, EFFECTS);
}
