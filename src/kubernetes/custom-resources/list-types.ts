import { isFields } from "../fields.ts";
import type { Complaints } from "../validation/complaints.ts";
import type { FieldPath } from "../validation/field-path.ts";
import { canonicalText } from "./canonical-text.ts";
import type { Structural } from "./structural.ts";
import { within } from "./within.ts";

const hasListTypes = within((schema) =>
  ["set", "map"].includes(schema["x-kubernetes-list-type"] ?? ""),
);

/**
 * Lists of the types `set` and `map` hold nothing twice.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go
 */
export function checkListTypes(
  value: unknown,
  schema: Structural | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!schema || !hasListTypes(schema.schema)) return;
  if (Array.isArray(value)) {
    if (schema.listType === "set") checkUnique(value, value, path, to);
    if (schema.listType === "map") checkMap(value, schema, path, to);
    for (const [index, item] of value.entries())
      checkListTypes(item, schema.items, path.index(index), to);
  } else if (isFields(value)) {
    for (const name of Object.keys(value)) {
      const property = schema.property(name);
      if (property) checkListTypes(value[name], property, path.field(name), to);
      if (typeof schema.additional === "object")
        checkListTypes(value[name], schema.additional, path.key(name), to);
    }
  }
}

function checkMap(
  items: readonly unknown[],
  { listMapKeys }: Structural,
  path: FieldPath,
  to: Complaints,
): void {
  const stranger = items.findIndex((item) => item !== null && !isFields(item));
  if (stranger >= 0) {
    to.invalid(path.index(stranger), "must be an object");
    return;
  }
  const keys = items.map((item) => {
    const fields = isFields(item) ? item : {};
    const found = listMapKeys.filter((key) => Object.hasOwn(fields, key));
    return Object.fromEntries(found.map((key) => [key, fields[key]]));
  });
  checkUnique(keys, keys.map(sketch), path, to);
}

/** Tells of the first item that is there again; of a third one the server tells nothing. */
function checkUnique(
  items: readonly unknown[],
  names: readonly unknown[],
  path: FieldPath,
  to: Complaints,
): void {
  if (items.length < 2) return;
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = canonicalText(item);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    if (times === 1) to.duplicate(path.index(index), nameOf(names[index]));
  }
}

function nameOf(item: unknown): unknown {
  return typeof item === "object" ? JSON.stringify(item) : item;
}

/** One key by its value, several with their names. */
function sketch(key: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(key).map(([name, value]) => `${name} ${String(value)}`);
  return parts.join(", ") || "an item without keys";
}
