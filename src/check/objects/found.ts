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

/** A finding in a line, from 1, of a text that an object holds; undefined for the whole text. */
export function foundAtLine(
  item: Item<unknown>,
  path: FieldPath,
  line: number | undefined,
  message: string,
  fix?: string,
): FoundInObject {
  return { ...foundAt(item, path, message, fix), line };
}
