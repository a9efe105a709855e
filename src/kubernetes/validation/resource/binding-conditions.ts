import { labelKeyProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { Device } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateItems } from "./items.ts";

const MOST_CONDITIONS = 4;

/**
 * What a device must say before pods are bound to its node, and what says that it will not.
 *
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceBindingParameters
 */
export function validateBindingConditions(
  { bindingConditions: good = [], bindingFailureConditions: bad = [] }: Decoded<Device>,
  path: FieldPath,
  to: Complaints,
): void {
  const [goodPath, badPath] = [
    path.field("bindingConditions"),
    path.field("bindingFailureConditions"),
  ];
  validateConditions(good, goodPath, to);
  validateConditions(bad, badPath, to);
  const known = new Set(good);
  for (const [index, condition] of bad.entries())
    if (known.has(condition))
      to.invalid(badPath.index(index), `${quote(condition)} is among the bindingConditions too`);
  const together = "goes with the other list of conditions: give both or neither";
  if (good.length === 0 && bad.length > 0) to.invalid(goodPath, together);
  if (bad.length === 0 && good.length > 0) to.invalid(badPath, together);
}

function validateConditions(conditions: readonly string[], path: FieldPath, to: Complaints): void {
  const validate = (condition: string, at: FieldPath) => to.problem(at, labelKeyProblem(condition));
  validateItems(conditions, MOST_CONDITIONS, validate, path, to);
  const seen = new Set<string>();
  for (const [index, condition] of conditions.entries()) {
    if (seen.has(condition)) to.duplicate(path.index(index), condition);
    seen.add(condition);
  }
}
