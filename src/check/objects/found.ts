import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import type { FoundInObject } from "../rule.ts";
import type { Item } from "./inventory.ts";

/** A finding at a field of an object. */
export function foundAt(
  { subject }: Item<unknown>,
  path: FieldPath,
  message: string,
  fix?: string,
): FoundInObject {
  return { subject, steps: path.steps(), path: path.toString(), part: "value", message, fix };
}
