import { re2Problem } from "../../re2/index.ts";
import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import { validateComplete } from "./complete.ts";
import { isIntOrString, isOnlyMeta } from "./int-or-string.ts";
import type { Props } from "./props.ts";
import { refusedWord } from "./refused-words.ts";

type Level = "root" | "items" | "field";

const places: Readonly<Record<Level, string>> = {
  root: "at the root",
  items: "of items",
  field: "of a field",
};

/**
 * A schema says all there is to know of the shape of an object outside of `allOf`, `anyOf`, `oneOf`
 * and `not`, so that unknown fields can be told.
 *
 * @returns false where it says things with which it cannot even be looked at
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go ValidateStructural
 */
export function validateStructural(props: Props, path: FieldPath, to: Complaints): boolean {
  if (refusedWord(props, path) !== undefined) return false;
  validateShape(props, "root", path, to);
  validateComplete(props, path, to);
  return true;
}

function validateShape(props: Props, level: Level, path: FieldPath, to: Complaints): void {
  const { type = "", properties = {}, items, additionalProperties } = props;
  const isEmbedded = props["x-kubernetes-embedded-resource"] === true;
  const keeps = props["x-kubernetes-preserve-unknown-fields"] === true;
  const isDual = props["x-kubernetes-int-or-string"] === true;
  if (type === "array" && !items)
    to.required(path.field("items"), "a list needs a schema of items");
  if (items) validateShape(items, "items", path.field("items"), to);
  for (const [name, each] of Object.entries(properties))
    validateShape(each, "field", path.field("properties").key(name), to);
  const open = path.field("additionalProperties");
  if (additionalProperties !== undefined && level === "root")
    to.forbidden(open, "may not be used at the root");
  if (typeof additionalProperties === "object")
    validateShape(additionalProperties, "field", open, to);
  if (isDual && keeps) to.invalid(path.field("x-kubernetes-preserve-unknown-fields"), NOT_IF_DUAL);
  if (isDual && isEmbedded) to.invalid(path.field("x-kubernetes-embedded-resource"), NOT_IF_DUAL);
  validateValues(props, "here", path, to);
  if (isEmbedded && type === "")
    to.required(path.field("type"), "an embedded resource is an object");
  else if (isEmbedded && type !== "object")
    to.invalid(path.field("type"), "an embedded resource is an object", "type: object");
  else if (type === "" && !isDual && !keeps)
    to.required(path.field("type"), `the type ${places[level]} must be given`);
  if (isEmbedded && additionalProperties !== undefined)
    to.forbidden(open, "may not be used in an embedded resource");
  if (level === "root" && type !== "" && type !== "object")
    to.invalid(path.field("type"), "must be object at the root");
  validateMeta(props, level, path, to);
  if (isEmbedded && !keeps && Object.keys(properties).length === 0)
    to.required(path.field("properties"), "or x-kubernetes-preserve-unknown-fields must be given");
}

const NOT_IF_DUAL = "must be false where x-kubernetes-int-or-string is true";

/** Of metadata only names may be restricted; the server knows the rest. */
function validateMeta(props: Props, level: Level, path: FieldPath, to: Complaints): void {
  const isResource = level === "root" || props["x-kubernetes-embedded-resource"] === true;
  const { kind, apiVersion, metadata } = props.properties ?? {};
  const at = path.field("properties");
  if (isResource) {
    for (const [name, each] of Object.entries({ kind, apiVersion }))
      if (each && each.type !== "string") to.invalid(at.key(name).field("type"), "must be string");
    if (metadata && metadata.type !== "object")
      to.invalid(at.key("metadata").field("type"), "must be object");
  }
  if (metadata && level === "root" && !isOnlyMeta(metadata))
    to.forbidden(at.key("metadata"), "may restrict nothing but name and generateName");
}

/** Where `anyOf` may say that a value is an integer or a text: at the schema, or in its `allOf`. */
type Dual = "here" | "in allOf" | "nowhere";

/** What may be asked of values, and what may not stand within `allOf` and the like. */
function validateValues(props: Props, dual: Dual, path: FieldPath, to: Complaints): void {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = "" } = props;
  if (dual === "nowhere" || !isIntOrString(anyOf)) validateEach(anyOf, path.field("anyOf"), to);
  for (const [index, each] of allOf.entries()) {
    const inner = dual === "here" && index === 0 ? "in allOf" : "nowhere";
    validateNested(each, inner, path.field("allOf").index(index), to);
  }
  validateEach(oneOf, path.field("oneOf"), to);
  if (not) validateNested(not, "nowhere", path.field("not"), to);
  const problem = pattern === "" ? undefined : re2Problem(pattern);
  if (problem !== undefined)
    to.invalid(path.field("pattern"), `is no regular expression (RE2): ${problem}`);
}

function validateEach(list: readonly Props[], path: FieldPath, to: Complaints): void {
  for (const [index, each] of list.entries())
    validateNested(each, "nowhere", path.index(index), to);
}

const OUTSIDE: readonly (keyof Props)[] = [
  "type",
  "default",
  "title",
  "description",
  "nullable",
  "additionalProperties",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-validations",
];

function validateNested(props: Props, dual: Dual, path: FieldPath, to: Complaints): void {
  validateValues(props, dual, path, to);
  if (props.items) validateNested(props.items, "nowhere", path.field("items"), to);
  for (const [name, each] of Object.entries(props.properties ?? {}))
    validateNested(each, "nowhere", path.field("properties").key(name), to);
  for (const word of OUTSIDE)
    if (isSaid(props[word], word))
      to.forbidden(path.field(word), "belongs outside of allOf, anyOf, oneOf and not");
  if (props.properties && Object.hasOwn(props.properties, "metadata"))
    to.forbidden(path.field("properties").key("metadata"), "may not be named here");
}

function isSaid(value: unknown, word: keyof Props): boolean {
  const isPointer = word === "x-kubernetes-list-type" || word === "x-kubernetes-map-type";
  if (value === undefined) return false;
  if (isPointer || word === "default") return true;
  if (word === "additionalProperties") return value !== false;
  return Array.isArray(value) ? value.length > 0 : value !== "" && value !== false;
}
