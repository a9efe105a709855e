import { isFields } from "../fields.ts";
import { put } from "./read.ts";
import type { Structural } from "./structural.ts";
import { within } from "./within.ts";

const hasDefaults = within(({ default: preset }) => preset !== undefined && preset !== null);

/**
 * Sets the defaults of a schema where a field is missing, or null where it may not be; from the
 * outside in, so that defaults get defaults. Changes the value in place.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go Default
 */
export function fill(value: unknown, schema: Structural | undefined): void {
  if (!schema || !hasDefaults(schema.schema)) return;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return;
    for (const [index, item] of value.entries()) {
      if (item === null && !items.nullable && items.hasDefault)
        value[index] = copyOf(items.schema.default);
      fill(value[index], items);
    }
  } else if (isFields(value)) {
    for (const name of schema.withDefaults) {
      const property = schema.property(name) as Structural;
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given === undefined || (given === null && !property.nullable))
        put(value, name, copyOf(property.schema.default));
    }
    for (const name of Object.keys(value)) {
      const field = schema.field(name);
      if (value[name] === null && field && !field.nullable && field.hasDefault)
        put(value, name, copyOf(field.schema.default));
      fill(value[name], field);
    }
  }
}

function copyOf(value: unknown): unknown {
  return typeof value === "object" ? structuredClone(value) : value;
}
