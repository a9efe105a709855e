import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";
import { semanticallyEqual } from "./semantic-equality.ts";

/**
 * A field that keeps what it was created with.
 *
 * @param instead what to do in place of changing it
 * @see k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateImmutableField
 */
export function validateImmutable(
  value: unknown,
  old: unknown,
  path: FieldPath,
  to: Complaints,
  instead = "delete the object and create it anew",
): void {
  if (!semanticallyEqual(value, old))
    to.invalid(path, "cannot be changed in an existing object", instead);
}
