import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * A number from 0; one that is left out is fine.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNonnegativeField
 */
export function validateNotNegative(
  value: number | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (value !== undefined && value < 0) to.invalid(path, `${value} is negative`, "0 or more");
}

/** The same for several fields of one object. */
export function validateNoneNegative<T extends object>(
  value: T,
  fields: readonly (keyof T & string)[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const field of fields)
    validateNotNegative(value[field] as number | undefined, path.field(field), to);
}
