import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import { validateListType } from "./list-type.ts";
import type { Props } from "./props.ts";
import type { RuleScope } from "./rule-scope.ts";
import { validateRules } from "./rules.ts";

const TYPES = ["array", "boolean", "integer", "number", "object", "string"];
const META = ["metadata", "kind", "apiVersion"];

/** What is known of the place of a schema. */
export interface Place {
  readonly isRoot: boolean;
  /** Inside the metadata of a resource, or its apiVersion or kind. */
  readonly inMeta: boolean;
  /** Why there may be no default. */
  readonly noDefault: string | undefined;
  /** Whether what holds the value keeps rules from seeing what it was before. */
  readonly noOldSelf: boolean;
  /** Undefined where rules are not looked at. */
  readonly rules: RuleScope | undefined;
}

/**
 * A schema, word by word. Rules are looked at where nothing else is wrong.
 *
 * @returns whether nothing but rules is wrong
 * @see …/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema
 */
export function validateSchema(
  props: Props,
  path: FieldPath,
  place: Place,
  to: Complaints,
  celErrors: Complaints,
): boolean {
  const before = to.errors.length;
  validateWords(props, path, place, to);
  validateParts(props, path, place, to, celErrors);
  validateExtensions(props, path, to);
  validateListType(props, path, to);
  validateRules(props, path, place, before, to, celErrors);
  return to.errors.length === before;
}

function validateWords(props: Props, path: FieldPath, place: Place, to: Complaints): void {
  const { type = "" } = props;
  if (type !== "" && !TYPES.includes(type)) to.unsupported(path.field("type"), type, TYPES);
  if (place.noDefault !== undefined && props.default !== undefined)
    to.forbidden(path.field("default"), place.noDefault);
  const refuse = (word: string, instead?: string) =>
    to.forbidden(path.field(word), "is not supported here", instead);
  if ((props.id ?? "") !== "") refuse("id");
  if (props.additionalItems !== undefined) refuse("additionalItems");
  for (const word of ["patternProperties", "definitions"] as const)
    if (Object.keys(props[word] ?? {}).length > 0) refuse(word);
  if (props.dependencies !== undefined) refuse("dependencies");
  if (props.$ref !== undefined) refuse("$ref", "the schema itself");
  if (type === "null") refuse("type", "nullable: true");
  if (props.itemsInOrder && props.itemsInOrder.length > 0)
    refuse("items", "one schema for all items");
  if (place.inMeta && props["x-kubernetes-embedded-resource"])
    refuse("x-kubernetes-embedded-resource");
  if (props.uniqueItems)
    to.forbidden(path.field("uniqueItems"), "may not be true", "x-kubernetes-list-type: set");
}

function validateParts(
  props: Props,
  path: FieldPath,
  place: Place,
  to: Complaints,
  cel: Complaints,
): void {
  const { additionalProperties, properties = {}, items } = props;
  const inner = { ...place, isRoot: false };
  const open = path.field("additionalProperties");
  if (additionalProperties !== undefined && Object.keys(properties).length > 0) {
    if (additionalProperties !== true) to.forbidden(open, "and properties exclude each other");
  }
  if (typeof additionalProperties === "object") {
    const noDefault = place.inMeta
      ? "may not be set inside additionalProperties of metadata"
      : place.noDefault;
    const rules = place.rules?.within(additionalProperties);
    validateSchema(additionalProperties, open, { ...inner, noDefault, rules }, to, cel);
  }
  for (const [name, each] of Object.entries(properties)) {
    const isMeta =
      META.includes(name) && (place.isRoot || props["x-kubernetes-embedded-resource"] === true);
    const here: Place = {
      ...inner,
      noOldSelf: place.noOldSelf || !isCorrelatable(props["x-kubernetes-map-type"]),
      inMeta: place.inMeta || isMeta,
      noDefault:
        isMeta && place.isRoot ? `may not be set in the ${name} of a resource` : place.noDefault,
      rules: place.rules?.within(each, name),
    };
    validateSchema(each, path.field("properties").key(name), here, to, cel);
  }
  const without = { ...inner, rules: undefined };
  if (props.not) validateSchema(props.not, path.field("not"), without, to, cel);
  for (const word of ["allOf", "oneOf", "anyOf"] as const)
    for (const [index, each] of (props[word] ?? []).entries())
      validateSchema(each, path.field(word).index(index), without, to, cel);
  for (const [name, each] of Object.entries(props.definitions ?? {}))
    validateSchema(each, path.field("definitions").key(name), without, to, cel);
  const noOldSelf = place.noOldSelf || props["x-kubernetes-list-type"] !== "map";
  if (items) {
    const here = { ...inner, noOldSelf, rules: place.rules?.within(items) };
    validateSchema(items, path.field("items"), here, to, cel);
  }
  for (const [index, each] of (props.itemsInOrder ?? []).entries())
    validateSchema(each, path.field("items").index(index), { ...without, noOldSelf }, to, cel);
}

function isCorrelatable(mapType: string | undefined): boolean {
  return mapType === undefined || mapType === "granular" || mapType === "atomic";
}

function validateExtensions(props: Props, path: FieldPath, to: Complaints): void {
  const { type = "" } = props;
  const mapType = props["x-kubernetes-map-type"];
  if (props["x-kubernetes-preserve-unknown-fields"] === false)
    to.invalid(path.field("x-kubernetes-preserve-unknown-fields"), "must be true or left out");
  if (mapType === undefined) return;
  const why = "must be object where x-kubernetes-map-type is given";
  if (type === "") to.required(path.field("type"), why);
  else if (type !== "object") to.invalid(path.field("type"), why);
  if (mapType !== "atomic" && mapType !== "granular")
    to.unsupported(path.field("x-kubernetes-map-type"), mapType, ["atomic", "granular"]);
}
