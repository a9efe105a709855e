import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import type { Props } from "./props.ts";

const LIST_TYPES = ["atomic", "set", "map"];

/**
 * The type of a list, and the keys of one of type `map`.
 *
 * @see …/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema
 */
export function validateListType(props: Props, path: FieldPath, to: Complaints): void {
  const { type = "", items } = props;
  const listType = props["x-kubernetes-list-type"];
  const keys = props["x-kubernetes-list-map-keys"] ?? [];
  const at = path.field("x-kubernetes-list-type");
  if (listType !== undefined && type !== "array") {
    const why = "must be array where x-kubernetes-list-type is given";
    if (type === "") to.required(path.field("type"), why);
    else to.invalid(path.field("type"), why);
  } else if (listType === "set" && items) validateSet(items, path.field("items"), to);
  if (listType !== undefined && !LIST_TYPES.includes(listType))
    to.unsupported(at, listType, LIST_TYPES);
  if (keys.length > 0 && listType === undefined)
    to.required(at, "must be map where there are keys");
  else if (keys.length > 0 && listType !== "map")
    to.invalid(at, "must be map where there are keys");
  if (listType === "map") validateMap(props, keys, path, to);
  if (items && (listType === "map" || listType === "set"))
    validateItems(items, listType, keys, path.field("items"), to);
}

/** The items of a set are replaced as a whole. */
function validateSet(items: Props, path: FieldPath, to: Complaints): void {
  const listType = items["x-kubernetes-list-type"];
  const why = "must be atomic in the items of a set";
  if (items.type === "array" && listType !== undefined && listType !== "atomic")
    to.invalid(path.field("x-kubernetes-list-type"), why);
  if (items.type === "object" && items["x-kubernetes-map-type"] !== "atomic")
    to.invalid(path.field("x-kubernetes-map-type"), why);
}

function validateMap(props: Props, keys: readonly string[], path: FieldPath, to: Complaints): void {
  const { items, itemsInOrder } = props;
  const at = path.field("x-kubernetes-list-map-keys");
  if (keys.length === 0) to.required(at, "a list of type map needs keys");
  if (!items && !itemsInOrder)
    to.required(path.field("items"), "a list of type map needs a schema");
  if (itemsInOrder) to.invalid(path.field("items"), "must be one schema in a list of type map");
  if (!items) return;
  if (items.type !== "object") {
    to.invalid(path.field("items").field("type"), "must be object in a list of type map");
    return;
  }
  for (const [index, key] of keys.entries()) {
    const { properties = {} } = items;
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const type = path.field("items", "properties").key(key).field("type");
    if (!property) to.invalid(at, `${key} is no field of the items`);
    else if (property.type === "array" || property.type === "object")
      to.invalid(type, "a key may be neither a list nor an object");
    if (keys.indexOf(key) < index) to.invalid(at, `${key} is there twice`);
  }
}

/** @see …/apiextensions/validation/validation.go validateMapListKeysMapSet */
function validateItems(
  items: Props,
  listType: string,
  keys: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  if (items.nullable) to.forbidden(path.field("nullable"), `may not be true in a ${listType}`);
  if (listType !== "map") return;
  for (const key of keys) {
    const { properties = {}, required = [] } = items;
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!property) continue;
    const at = path.field("properties").key(key);
    if (!required.includes(key) && property.default === undefined)
      to.required(at.field("default"), "a key needs a default, or must be required");
    if (property.nullable) to.forbidden(at.field("nullable"), "may not be true for a key");
  }
}
