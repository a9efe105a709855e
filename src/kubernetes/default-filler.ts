import { imageProblem, parseImage } from "./image.ts";
import type { Schema } from "./schema.ts";

/**
 * When a default applies.
 * - `is`: what a field beside it is, once the unconditional defaults are set;
 * - `present`: whether the user wrote the field, an empty list being none;
 * - `only`: the user wrote no other field;
 * - `tag`: whether a field is an image that means this tag;
 * - `above`: what a field of an object around it is, the innermost that has the field;
 * - `within`: which `Type.field` holds the object.
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
  /**
   * The field, a map, gets the keys it misses from these maps beside it, the first that has one.
   */
  readonly keysFrom?: readonly string[];
  /**
   * The server also sets it where the field is "", 0 or false: it cannot tell that from nothing.
   */
  readonly zero?: true;
  /** All must hold; no condition: always. */
  readonly when?: readonly Condition[];
}

/**
 * Fields in the order in which they are filled; of the cases of a field the first that holds
 * applies.
 */
export type TypeDefaults = Readonly<Record<string, readonly Default[]>>;

/**
 * Type (`core.v1:Container`) to defaults; with the type of the whole object before a `>` where they
 * are set in that kind only, or with the `Type.field` that holds the object.
 */
export type DefaultsTable = Readonly<Record<string, TypeDefaults>>;

export type Value = Record<string, unknown>;

export function isObject(value: unknown): value is Value {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Where an object is: the `Type.field` that holds it, and the objects around it, innermost first.
 */
export interface Place {
  readonly owner: string;
  readonly above: readonly Value[];
}

/**
 * Fills objects of one kind from a table; the generator does so with one that is yet to be written.
 */
export class Filler {
  private readonly table: DefaultsTable;
  private readonly root: string;
  /** By owner and type. */
  private readonly found = new Map<string, readonly FieldDefaults[]>();

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
      const defaults = this.defaultsOf(schema, owner);
      const written = defaults.length > 0 ? { ...value } : value;
      for (const [field, cases] of defaults) {
        fillField(written, value, field, cases, { owner, above });
      }
      if (schema.fields.size === 0) return;
      const around = [value, ...above];
      for (const name of Object.keys(value)) {
        const field = schema.fields.get(name);
        if (field) this.fill(value[name], field, `${schema.typeName}.${name}`, around);
      }
    }
  }

  private defaultsOf(schema: Schema, owner: string): readonly FieldDefaults[] {
    const key = `${owner} ${schema.typeName}`;
    const found = this.found.get(key) ?? defaultsOfType(this.table, this.root, owner, schema);
    this.found.set(key, found);
    return found;
  }
}

type FieldDefaults = [field: string, cases: readonly Default[]];

/** The defaults of a type in one place of one kind. */
export function defaultsOfType(
  table: DefaultsTable,
  root: string,
  owner: string,
  { typeName }: Schema,
): FieldDefaults[] {
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
