import type { Complaints } from "../../complaints.ts";
import { FieldPath } from "../../field-path.ts";

const ANEW = "an object of another name, and let its users refer to that";

/**
 * What an object that was once made immutable keeps.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateConfigMapUpdate, ValidateSecretUpdate
 */
export function validateKept<T extends { readonly immutable?: boolean | undefined }>(
  now: T,
  old: T,
  fields: readonly (keyof T & string)[],
  to: Complaints,
): void {
  if (old.immutable !== true) return;
  const path = FieldPath.root;
  if (now.immutable !== true)
    to.forbidden(path.field("immutable"), "cannot be taken back once it is true", ANEW);
  for (const field of fields)
    if (!areSame((now[field] ?? {}) as Texts, (old[field] ?? {}) as Texts))
      to.forbidden(path.field(field), "cannot be changed: the object is immutable", ANEW);
}

type Texts = Readonly<Record<string, string>>;

/** A key with nothing is not no key. */
function areSame(a: Texts, b: Texts): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
}
