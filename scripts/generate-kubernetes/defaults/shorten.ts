import { isDeepStrictEqual } from "node:util";
import {
  type Default,
  type DefaultsTable,
  Filler,
} from "../../../src/kubernetes/default-filler.ts";
import { kinds } from "../../../src/kubernetes/kinds.ts";
import { type Schema, schemaOf } from "../../../src/kubernetes/schema.ts";

/** Leaves out of each default that is an object what filling it sets anyway. */
export function shorten(table: DefaultsTable): DefaultsTable {
  const fields = fieldSchemas();
  return mapDefaults(table, (key, field, preset) => {
    const { value } = preset;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return preset;
    const name = `${key.slice(key.indexOf(">") + 1)}.${field}`;
    const root = key.split(">")[0]!;
    const filled = (start: unknown): unknown => {
      const copy = structuredClone(start);
      new Filler(table, root).fill(copy, fields.get(name)!, name);
      return copy;
    };
    let short = value as Record<string, unknown>;
    for (const key of Object.keys(short)) {
      const { [key]: _, ...rest } = short;
      if (isDeepStrictEqual(filled(rest), value)) short = rest;
    }
    return { ...preset, value: short };
  });
}

/** The schema of each `Type.field` of Kubernetes' own kinds. */
function fieldSchemas(): Map<string, Schema> {
  const found = new Map<string, Schema>();
  const visit = (schema: Schema): void => {
    if (schema.items) visit(schema.items);
    if (schema.values) visit(schema.values);
    for (const [name, field] of schema.fields) {
      const key = `${schema.typeName}.${name}`;
      if (found.has(key)) continue;
      found.set(key, field);
      visit(field);
    }
  };
  for (const { apiVersion, kind, operator } of kinds()) {
    const schema = operator ? undefined : schemaOf(apiVersion, kind);
    if (schema) visit(schema);
  }
  return found;
}

/** The table with each default replaced. */
export function mapDefaults(
  table: DefaultsTable,
  change: (key: string, field: string, preset: Default, order: number) => Default,
): DefaultsTable {
  const changed = Object.entries(table).map(([key, fields]) => {
    const entries = Object.entries(fields).map(([field, cases]) => {
      return [field, cases.map((preset, order) => change(key, field, preset, order))];
    });
    return [key, Object.fromEntries(entries)];
  });
  return Object.fromEntries(changed);
}
