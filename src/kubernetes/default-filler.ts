import { type Fields, isFields } from "./fields.ts";
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

/**
 * Where an object is: the `Type.field` that holds it, and the objects around it, innermost first.
 */
export interface Place {
  readonly owner: string;
  readonly above: readonly Fields[];
}

/** How objects of one type are filled in one place. */
interface Plan {
  readonly owner: string;
  readonly schema: Schema;
  /** Of fields that the type has in this minor. */
  readonly defaults: readonly FieldDefaults[];
  /** Whether a condition asks what was written, so that it has to be remembered. */
  readonly asksWritten: boolean;
  /** The plans of fields that were met, undefined for those without objects in them. */
  readonly fields: Map<string, Plan | undefined>;
}

/** The objects around one, innermost first. */
interface Around {
  readonly value: Fields;
  readonly outer: Around | undefined;
}

/**
 * Fills objects of one kind from a table; the generator does so with one that is yet to be written.
 */
export class Filler {
  private readonly table: DefaultsTable;
  private readonly root: string;
  /** By the fields of a type, which are one for each minor, and by owner. */
  private readonly plans = new Map<Schema["fields"], Map<string, Plan>>();

  constructor(table: DefaultsTable, root: string) {
    this.table = table;
    this.root = root;
  }

  /**
   * Changes the value in place.
   *
   * @param owner the `Type.field` that holds the value
   */
  fill(value: unknown, schema: Schema, owner = ""): void {
    const plan = this.planOf(schema, owner);
    if (plan) this.run(plan, value, undefined);
  }

  private run(plan: Plan, value: unknown, around: Around | undefined): void {
    if (Array.isArray(value)) {
      for (const item of value) this.run(plan, item, around);
    } else if (isFields(value)) {
      if (plan.schema.values) {
        for (const entry of Object.values(value)) this.runObject(plan, entry, around);
      } else this.runObject(plan, value, around);
    }
  }

  private runObject(plan: Plan, value: unknown, around: Around | undefined): void {
    if (!isFields(value)) return;
    const { owner, defaults, asksWritten } = plan;
    if (defaults.length > 0) {
      const written = asksWritten ? { ...value } : value;
      const place: Place = {
        owner,
        get above() {
          return listed(around);
        },
      };
      for (const [field, cases] of defaults) fillField(written, value, field, cases, place);
    }
    const within = { value, outer: around };
    for (const name in value) {
      const part = value[name];
      if (typeof part !== "object" || part === null) continue;
      const below = this.below(plan, name);
      if (below) this.run(below, part, within);
    }
  }

  private below({ schema, fields }: Plan, name: string): Plan | undefined {
    if (fields.has(name)) return fields.get(name);
    const inner = schema.items ?? schema.values ?? schema;
    const field = inner.fields.get(name);
    const plan = field && this.planOf(field, `${inner.typeName}.${name}`);
    fields.set(name, plan);
    return plan;
  }

  /** The plan of an object, of a list or of a map of them; undefined for anything else. */
  private planOf(schema: Schema, owner: string): Plan | undefined {
    const inner = schema.items ?? schema.values ?? schema;
    if (inner.fields.size === 0) return undefined;
    const known = this.plans.get(inner.fields) ?? new Map<string, Plan>();
    this.plans.set(inner.fields, known);
    const found = known.get(owner);
    if (found) return found;
    const defaults = defaultsOfType(this.table, this.root, owner, inner).filter(([field]) =>
      inner.fields.has(field),
    );
    const asksWritten = defaults.some(([, cases]) =>
      cases.some(({ when = [] }) => when.some((each) => "present" in each || "only" in each)),
    );
    const plan: Plan = { owner, schema, defaults, asksWritten, fields: new Map() };
    known.set(owner, plan);
    return plan;
  }
}

function listed(around: Around | undefined): Fields[] {
  const values: Fields[] = [];
  for (let each = around; each; each = each.outer) values.push(each.value);
  return values;
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
  written: Fields,
  value: Fields,
  field: string,
  cases: readonly Default[],
  place: Place,
): void {
  const preset = cases.find(({ when = [] }) =>
    when.every((condition) => holds(condition, written, value, place)),
  );
  if (!preset) return;
  if (preset.keysFrom) {
    const maps = preset.keysFrom.map((source) => value[source]).filter(isFields);
    const merged = Object.assign({}, ...maps.reverse(), value[field]);
    if (Object.keys(merged).length > 0) value[field] = merged;
  } else if (isLeftOut(value[field], preset)) {
    const found = preset.from === undefined ? preset.value : value[preset.from];
    if (found !== undefined)
      value[field] = typeof found === "object" ? structuredClone(found) : found;
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
export function holds(
  condition: Condition,
  written: Fields,
  filled: Fields,
  place: Place,
): boolean {
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
