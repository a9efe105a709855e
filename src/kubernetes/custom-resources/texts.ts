import { re2 } from "../re2/index.ts";
import type { FieldPath } from "../validation/field-path.ts";
import { exampleOf, fitsFormat } from "./formats.ts";
import type { Result } from "./result.ts";
import { shown } from "./shown.ts";
import type { Structural } from "./structural.ts";

/**
 * The length and the pattern of a text; of several faults the server tells the first only.
 *
 * @see k8s.io/kube-openapi/pkg/validation/validate/validator.go stringValidator
 */
export function checkText(value: string, schema: Structural, path: FieldPath, to: Result): void {
  const { minLength, maxLength, pattern } = schema.schema;
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength)
    to.block("too long", path, `may have at most ${maxLength} characters`);
  else if (minLength !== undefined && lengthOf(value) < minLength)
    to.add("invalid", path, tooShort(value, minLength, path));
  else if (pattern && re2(pattern)?.(value) === false)
    to.add("invalid", path, `${shown(value, path)} does not match the pattern ${pattern}`);
}

function tooShort(value: string, minLength: number, path: FieldPath): string {
  if (value === "") return "must not be empty";
  return `${shown(value, path)} is too short: at least ${minLength} characters are needed`;
}

/** Code points, as Go counts runes. */
function lengthOf(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index++)
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800) pairs++;
  return text.length - pairs;
}

/** @returns whether the schema has a format of texts */
export function checkFormat(
  value: string,
  { format }: Structural,
  path: FieldPath,
  to: Result,
): boolean {
  if (["", "int32", "int64", "float", "double"].includes(format)) return false;
  if (fitsFormat(value, format)) return true;
  const example = exampleOf(format);
  const instead = example === undefined ? undefined : `for example "${example}"`;
  to.block("invalid", path, `${shown(value, path)} is not of the format ${format}`, instead);
  return true;
}
