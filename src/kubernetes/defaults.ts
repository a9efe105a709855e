import { canonical } from "./canonical.ts";
import { readData } from "./data.ts";
import { type Default, type DefaultsTable, defaultsOfType, Filler } from "./default-filler.ts";
import { isFields } from "./fields.ts";
import { findKind } from "./kinds.ts";
import { type Schema, schemaOf } from "./schema.ts";

export type { Condition, Default, Filler } from "./default-filler.ts";

/** A default of a kind by its path; the path of a list's item has `[]`, of a map's value `.*`. */
export interface KindDefault extends Default {
  readonly path: string;
}

/**
 * An object as the server stores it when it is created: with every default that the API of 1.36
 * sets, and quantities in their canonical form. Learnt from a real server; custom resources get
 * what their definitions say. Not among them is what a server allocates (addresses, node ports,
 * names, times), what admission adds (service accounts, priorities, limit ranges), and what is
 * computed over a whole object (the selector of a Job, requests of a whole pod).
 *
 * @returns a copy; an object of an unknown kind comes back as it is.
 */
export function withDefaults<T extends { apiVersion: string; kind: string }>(object: T): T {
  const kind = findKind(object.apiVersion, object.kind);
  const schema = schemaOf(object.apiVersion, object.kind);
  if (!kind || !schema) return object;
  const copy = structuredClone(object);
  if (kind.operator) {
    fillFromSchema(copy, schema);
    return copy;
  }
  fillerOf(kind.type).fill(copy, schema);
  return canonical(copy, schema) as T;
}

const fillers = new Map<string, Filler>();

/** What fills objects of a type with their defaults. */
export function fillerOf(type: string): Filler {
  const filler = fillers.get(type) ?? new Filler(readData<DefaultsTable>("defaults.json"), type);
  fillers.set(type, filler);
  return filler;
}

/** Every default of a kind, in the order of its fields; empty for an unknown kind. */
export function defaultsOf(apiVersion: string, kind: string): KindDefault[] {
  const found = findKind(apiVersion, kind);
  const schema = schemaOf(apiVersion, kind);
  if (!found || !schema) return [];
  const list = found.operator
    ? (type: Schema, _owner: string) => schemaDefaults(type)
    : (type: Schema, owner: string) =>
        defaultsOfType(readData<DefaultsTable>("defaults.json"), found.type, owner, type);
  return listDefaults(schema, "", "", list, new Set());
}

/**
 * As the server does for custom resources: a default where the field is missing, from the outside
 * in.
 */
function fillFromSchema(value: unknown, schema: Schema): void {
  if (schema.items && Array.isArray(value)) {
    for (const item of value) fillFromSchema(item, schema.items);
  } else if (isFields(value)) {
    if (schema.values)
      for (const entry of Object.values(value)) fillFromSchema(entry, schema.values);
    for (const [name, { rules }] of schema.fields) {
      const isMissing = value[name] === undefined || (value[name] === null && !rules.nullable);
      if (isMissing && rules.default !== undefined) value[name] = structuredClone(rules.default);
    }
    for (const [name, field] of schema.fields) {
      if (value[name] !== undefined) fillFromSchema(value[name], field);
    }
  }
}

function schemaDefaults({ fields }: Schema): [string, readonly Default[]][] {
  return [...fields].flatMap(([name, { rules }]) =>
    rules.default === undefined ? [] : [[name, [{ value: rules.default }]] as [string, Default[]]],
  );
}

function listDefaults(
  schema: Schema,
  path: string,
  owner: string,
  list: (schema: Schema, owner: string) => [string, readonly Default[]][],
  above: ReadonlySet<string>,
): KindDefault[] {
  if (schema.items) return listDefaults(schema.items, `${path}[]`, owner, list, above);
  if (schema.values) return listDefaults(schema.values, `${path}.*`, owner, list, above);
  const { typeName } = schema;
  if (typeName === undefined || above.has(typeName)) return [];
  const own = new Map(list(schema, owner));
  const within = new Set([...above, typeName]);
  return [...schema.fields].flatMap(([name, field]) => {
    const below = path === "" ? name : `${path}.${name}`;
    const cases = (own.get(name) ?? []).map((preset) => ({ path: below, ...preset }));
    return [...cases, ...listDefaults(field, below, `${typeName}.${name}`, list, within)];
  });
}
