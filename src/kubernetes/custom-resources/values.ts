import { isFields } from "../fields.ts";
import type { FieldPath } from "../validation/field-path.ts";
import { checkAlternatives } from "./alternatives.ts";
import { checkEnum } from "./enums.ts";
import { checkNumber } from "./numbers.ts";
import type { Previous } from "./previous.ts";
import { Result } from "./result.ts";
import type { Structural } from "./structural.ts";
import { checkFormat, checkText } from "./texts.ts";
import { checkType } from "./types.ts";

/**
 * Holds a value against a schema, as the server's OpenAPI validator does, whose paths have a dot
 * before a map's key. The order of the checks counts: it decides which of several schemas is told
 * about.
 *
 * @param old the stored value, where there is one to compare with
 * @see k8s.io/kube-openapi/pkg/validation/validate/schema.go SchemaValidator.Validate
 */
export function check(
  value: unknown,
  schema: Structural,
  path: FieldPath,
  to: Result,
  old?: Previous,
): void {
  if (value === null || value === undefined) {
    if (checkType(null, schema, path, to)) checkEnum(null, schema, path, to);
    return;
  }
  if (schema.types.length > 0 || schema.format !== "") {
    // The server would go on, and say the same in more words.
    if (!checkType(value, schema, path, to)) return;
    to.passed++;
  }
  if (schema.hasAlternatives)
    checkAlternatives(schema, (each) => resultOf(value, each, path, old), path, to);
  to.passed += 2;
  if (typeof value === "string") {
    checkText(value, schema, path, to);
    to.passed++;
    if (checkFormat(value, schema, path, to)) to.passed++;
  } else if (typeof value === "number") {
    checkNumber(value, schema, path, to);
    to.passed++;
  } else if (Array.isArray(value)) {
    checkList(value, schema, path, to, old);
    to.passed++;
  }
  checkEnum(value, schema, path, to);
  to.passed++;
  if (isFields(value)) {
    checkFields(value, schema, path, to, old);
    to.passed++;
  }
  to.passed++;
}

function resultOf(
  value: unknown,
  schema: Structural,
  path: FieldPath,
  old: Previous | undefined,
): Result {
  const result = new Result();
  check(value, schema, path, result, old);
  return result;
}

/** A part of a value: what is as it was before is let through. */
function checkPart(
  value: unknown,
  schema: Structural,
  path: FieldPath,
  to: Result,
  old: Previous | undefined,
): void {
  const before = to.found.length;
  const blocked = to.blocks;
  check(value, schema, path, to, old);
  if (to.found.length === before || !old?.isSame) return;
  to.found.length = before;
  to.blocks = blocked;
}

function checkList(
  value: readonly unknown[],
  schema: Structural,
  path: FieldPath,
  to: Result,
  old: Previous | undefined,
): void {
  const { items } = schema;
  const { minItems, maxItems } = schema.schema;
  if (items) {
    for (const [index, item] of value.entries())
      checkPart(item, items, path.index(index), to, old?.index(index));
  }
  if (minItems !== undefined && value.length < minItems)
    to.add("invalid", path, `has ${value.length} items; at least ${minItems} are needed`);
  if (maxItems !== undefined && value.length > maxItems)
    to.block("too many", path, `has ${value.length} items; at most ${maxItems} are allowed`);
  to.passed++;
}

function checkFields(
  value: Readonly<Record<string, unknown>>,
  schema: Structural,
  path: FieldPath,
  to: Result,
  old: Previous | undefined,
): void {
  const names = Object.keys(value);
  const { minProperties, maxProperties } = schema.schema;
  if (minProperties !== undefined && names.length < minProperties)
    to.add("invalid", path, `has ${names.length} fields; at least ${minProperties} are needed`);
  if (maxProperties !== undefined && names.length > maxProperties)
    to.block("too many", path, `has ${names.length} fields; at most ${maxProperties} are allowed`);
  for (const name of names) {
    const field = schema.field(name);
    if (field) {
      const isVersion = old?.isRoot && (name === "kind" || name === "apiVersion");
      const before = isVersion ? undefined : old?.key(name);
      checkPart(value[name], field, path.field(name), to, before);
    } else if (schema.additional === false) to.add("forbidden", path.key(name), "may not be set");
  }
  for (const name of schema.required)
    if (!Object.hasOwn(value, name)) to.block("required", path.field(name), "must be given");
}
