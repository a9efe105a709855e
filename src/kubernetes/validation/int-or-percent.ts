import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * A number of pods or a share of them, as budgets and rollouts have it: a whole number from 0, or
 * text such as "25%".
 *
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent
 */
export function validateIntOrPercent(
  value: number | string,
  path: FieldPath,
  to: Complaints,
): void {
  if (typeof value === "number") {
    if (value < 0) to.invalid(path, `${value} is negative`);
  } else if (!/^[0-9]+%$/.test(value)) {
    to.invalid(path, `${quote(value)} is neither a whole number nor a share such as "25%"`);
  }
}

/**
 * A share may not be above 100%.
 *
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go IsNotMoreThan100Percent
 */
export function validateAtMostAll(value: number | string, path: FieldPath, to: Complaints): void {
  if (typeof value === "string" && /^[0-9]+%$/.test(value) && Number.parseInt(value, 10) > 100)
    to.invalid(path, `${value} is more than 100%`);
}

/**
 * The number that the server compares: 25 of "25%" and of "25", 0 of text without a number.
 *
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go getIntOrPercentValue
 */
export function numberOf(value: number | string | undefined): number {
  if (typeof value === "number") return value;
  const isNumber = value !== undefined && /^(?:[0-9]+%|[+-]?[0-9]+)$/.test(value);
  return isNumber ? Number.parseInt(value, 10) : 0;
}
