import { isFields } from "../fields.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { ValidationRule } from "../types/apiextensions.ts";
import { put } from "./read.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isTruth: Check = (value) => typeof value === "boolean";
const isNumber: Check = (value) => typeof value === "number";
const areTexts: Check = (value) => Array.isArray(value) && value.every(isText);

const plain: Readonly<Record<string, Check>> = {
  type: isText,
  format: isText,
  title: isText,
  description: isText,
  pattern: isText,
  nullable: isTruth,
  uniqueItems: isTruth,
  exclusiveMinimum: isTruth,
  exclusiveMaximum: isTruth,
  required: areTexts,
  enum: Array.isArray,
  default: (value) => value !== null,
  ...Object.fromEntries(
    "minimum maximum multipleOf minLength maxLength minItems maxItems minProperties maxProperties"
      .split(" ")
      .map((name) => [name, isNumber]),
  ),
  "x-kubernetes-embedded-resource": isTruth,
  "x-kubernetes-int-or-string": isTruth,
  "x-kubernetes-preserve-unknown-fields": isTruth,
  "x-kubernetes-list-type": isText,
  "x-kubernetes-map-type": isText,
  "x-kubernetes-list-map-keys": areTexts,
};

/**
 * The schema in a CustomResourceDefinition, with everything left out that is not what it should be:
 * what that is, is said where the definition itself is judged.
 */
export function schemaFrom(raw: unknown): JsonSchema {
  if (!isFields(raw)) return {};
  const schema: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(raw)) {
    if (Object.hasOwn(plain, word)) {
      if ((plain[word] as Check)(value)) schema[word] = value;
    } else if (["allOf", "anyOf", "oneOf"].includes(word)) {
      if (Array.isArray(value)) schema[word] = value.map(schemaFrom);
    } else if (word === "properties") {
      if (isFields(value)) schema[word] = propertiesFrom(value);
    } else if (word === "items" || word === "not") {
      if (isFields(value)) schema[word] = schemaFrom(value);
    } else if (word === "additionalProperties") {
      if (typeof value === "boolean") schema[word] = value;
      else if (isFields(value)) schema[word] = schemaFrom(value);
    } else if (word === "x-kubernetes-validations" && Array.isArray(value))
      schema[word] = value.filter(isRule);
  }
  return schema as JsonSchema;
}

function propertiesFrom(raw: Readonly<Record<string, unknown>>): Record<string, JsonSchema> {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, value] of Object.entries(raw)) put(properties, name, schemaFrom(value));
  return properties;
}

function isRule(value: unknown): value is ValidationRule {
  return isFields(value) && typeof value.rule === "string";
}
