import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/** Complains of each of the fields that is left out or empty (text, a list). */
export function requireFields<T extends object>(
  value: T,
  fields: readonly (keyof T & string)[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const field of fields) {
    const given = value[field] as string | readonly unknown[] | undefined;
    if (given === undefined || given.length === 0) to.required(path.field(field));
  }
}
