import { readData } from "./data.ts";
import { imageProblem, parseImage } from "./image.ts";
import { findKind } from "./kinds.ts";
import { type Schema, schemaOf } from "./schema.ts";

/**
 * When a default applies. `is`: what a field beside it is once the unconditional defaults are set. `present`: whether
 * the user wrote the field, an empty list being none. `only`: no other field is written. `tag`: whether a field is an image that means this tag.
 * `above`: what a field of some object around it is. `within`: which `Type.field` holds the object.
 */
export type Condition =
  | { readonly field: string; readonly is: readonly unknown[] }
  | { readonly field: string; readonly present: boolean }
  | { readonly only: string }
  | { readonly within: string }
  | { readonly field: string; readonly tag: "latest" }
  | { readonly above: string; readonly is: readonly unknown[] };

/** One way in which the server fills a field that was left out. */
export interface Default {
  /** The field gets this value. */
  readonly value?: unknown;
  /** The field gets the value of this field beside it. */
  readonly from?: string;
  /** The field, a map, gets the keys it misses from these maps beside it, the first that has one. */
  readonly keysFrom?: readonly string[];
  /** The server also sets it where the field is written as "", 0 or false: it cannot tell that from nothing. */
  readonly zero?: true;
  /** All must hold; no condition: always. */
  readonly when?: readonly Condition[];
}

/** Fields of one type in the order in which they are filled; of the cases of a field the first that holds applies. */
export type TypeDefaults = Readonly<Record<string, readonly Default[]>>;

/**
 * Type (`core.v1:Container`) to defaults; with the type of the whole object before a `>` where they are set in that
 * kind only, or with the `Type.field` that holds the object.
 */
export type DefaultsTable = Readonly<Record<string, TypeDefaults>>;

/** A default of a kind by its path; the path of a list's item has `[]`, of a map's value `.*`. */
export interface KindDefault extends Default {
  readonly path: string;
}

/**
 * An object as the server stores it when it is created: with every default that the API of 1.36 sets. Learnt from a
 * real server; custom resources get what their definitions say. Not among them is what a server allocates (addresses,
 * node ports, names, times) or what admission adds (service accounts, priorities, limit ranges).
 *
 * @returns a copy; an object of an unknown kind comes back as it is.
 */
export function withDefaults<T extends { apiVersion: string; kind: string }>(object: T): T {
  const kind = findKind(object.apiVersion, object.kind);
  const schema = schemaOf(object.apiVersion, object.kind);
  if (!kind || !schema) return object;
  const copy = structuredClone(object);
  if (kind.operator) fillFromSchema(copy, schema);
  else new Filler(readData<DefaultsTable>("defaults.json"), kind.type).fill(copy, schema);
  return copy;
}

/** Every default of a kind, in the order of its fields; empty for an unknown kind. */
export function defaultsOf(apiVersion: string, kind: string): KindDefault[] {
  const found = findKind(apiVersion, kind);
  const schema = schemaOf(apiVersion, kind);
  if (!found || !schema) return [];
  const list = found.operator
    ? (type: Schema, _owner: string) => schemaDefaults(type)
    : (type: Schema, owner: string) =>
        entries(readData<DefaultsTable>("defaults.json"), found.type, owner, type);
  return listDefaults(schema, "", "", list, new Set());
}

type Value = Record<string, unknown>;

function isObject(value: unknown): value is Value {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where an object is: the `Type.field` that holds it, and the objects around it, innermost first. */
export interface Place {
  readonly owner: string;
  readonly above: readonly Value[];
}

/** Fills objects of one kind from a table. The generator uses it with the table that it is about to write. */
export class Filler {
  private readonly table: DefaultsTable;
  private readonly root: string;

  constructor(table: DefaultsTable, root: string) {
    this.table = table;
    this.root = root;
  }

  /**
   * Changes the value in place.
   *
   * @param owner the `Type.field` that holds the value.
   */
  fill(value: unknown, schema: Schema, owner = "", above: readonly Value[] = []): void {
    if (schema.items && Array.isArray(value)) {
      for (const item of value) this.fill(item, schema.items, owner, above);
    } else if (isObject(value)) {
      if (schema.values) {
        for (const entry of Object.values(value)) this.fill(entry, schema.values, owner, above);
      }
      const written = { ...value };
      for (const [field, cases] of entries(this.table, this.root, owner, schema)) {
        fillField(written, value, field, cases, { owner, above });
      }
      for (const [name, field] of schema.fields) {
        if (value[name] === undefined) continue;
        this.fill(value[name], field, `${schema.typeName}.${name}`, [value, ...above]);
      }
    }
  }
}

function entries(
  table: DefaultsTable,
  root: string,
  owner: string,
  { typeName }: Schema,
): [string, readonly Default[]][] {
  if (typeName === undefined) return [];
  const scopes = [typeName, `${root}>${typeName}`, `${owner}>${typeName}`];
  return Object.entries(Object.assign({}, ...scopes.map((scope) => table[scope])));
}

function fillField(
  written: Value,
  value: Value,
  field: string,
  cases: readonly Default[],
  place: Place,
): void {
  const preset = cases.find(({ when = [] }) =>
    when.every((condition) => holds(condition, written, value, place)),
  );
  if (!preset) return;
  if (preset.keysFrom) {
    const maps = preset.keysFrom.map((source) => value[source]).filter(isObject);
    const merged = Object.assign({}, ...maps.reverse(), value[field]);
    if (Object.keys(merged).length > 0) value[field] = merged;
  } else if (isLeftOut(value[field], preset)) {
    const found = preset.from === undefined ? preset.value : value[preset.from];
    if (found !== undefined) value[field] = structuredClone(found);
  }
}

function isLeftOut(value: unknown, { zero }: Default): boolean {
  return (
    value === undefined ||
    value === null ||
    (zero === true && ["", 0, false].includes(value as string))
  );
}

/** Whether a condition holds for an object as written and as filled so far. */
export function holds(condition: Condition, written: Value, filled: Value, place: Place): boolean {
  if ("within" in condition) return place.owner === condition.within;
  if ("above" in condition) {
    const around = place.above.find((object) => object[condition.above] !== undefined);
    return condition.is.includes(around?.[condition.above]);
  }
  if ("only" in condition) return Object.keys(written).every((field) => field === condition.only);
  if ("is" in condition) return condition.is.includes(filled[condition.field]);
  if ("present" in condition) return isWritten(written[condition.field]) === condition.present;
  const image = filled[condition.field];
  if (typeof image !== "string" || imageProblem(image) !== undefined) return false;
  const { tag, digest } = parseImage(image);
  return tag === condition.tag || (tag === undefined && digest === undefined);
}

function isWritten(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** As the server does for custom resources: a default where the field is missing, from the outside in. */
function fillFromSchema(value: unknown, schema: Schema): void {
  if (schema.items && Array.isArray(value)) {
    for (const item of value) fillFromSchema(item, schema.items);
  } else if (isObject(value)) {
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
