import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import type { Props } from "./props.ts";

/**
 * Whatever is asked of a field within `allOf` and the like, the field must also be named outside.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/complete.go
 */
export function validateComplete(props: Props, path: FieldPath, to: Complaints): void {
  validateAlternatives(props, props, path, to);
}

/** @param asked what is asked, of what `outside` describes at `path` */
function validateAlternatives(asked: Props, outside: Props, path: FieldPath, to: Complaints): void {
  const all = [asked.not, ...(asked.allOf ?? []), ...(asked.anyOf ?? []), ...(asked.oneOf ?? [])];
  for (const each of all) if (each) validateNested(each, outside, path, to);
}

function validateNested(
  asked: Props,
  outside: Props | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!outside) {
    to.required(
      path,
      "must be described here, since allOf, anyOf, oneOf or not ask something of it",
    );
    return;
  }
  validateAlternatives(asked, outside, path, to);
  if (asked.items) validateNested(asked.items, outside.items, path.field("items"), to);
  for (const [name, each] of Object.entries(asked.properties ?? {})) {
    const { properties = {} } = outside;
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    validateNested(each, known, path.field("properties").key(name), to);
  }
}
