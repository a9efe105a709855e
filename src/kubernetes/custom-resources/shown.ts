import { quote } from "../text.ts";
import type { FieldPath } from "../validation/field-path.ts";

const SECRET = /pass(word|phrase)|secret|token|credential|private/i;

/** A text for a message; not of a field that by its name may hold a secret. */
export function shown(value: string, path: FieldPath): string {
  return SECRET.test(String(path.steps().at(-1))) ? "its value" : quote(value);
}
