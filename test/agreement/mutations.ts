import { type Field, type Schema, schemaOf } from "../../src/kubernetes/schema.ts";
import type { Given } from "./objects.ts";
import type { Random } from "./random.ts";
import { put, type Steps, valueAt } from "./steps.ts";
import { keys, mistypedFor, valuesFor } from "./values.ts";

/** One change of an object. */
export interface Mutation {
  /** For a person: `spec.replicas = -1`. */
  readonly what: string;
  readonly change: (object: Given) => void;
}

type Fields = Record<string, unknown>;

/** Values that were seen in rich objects, by the type that they are of. */
export type Seen = ReadonlyMap<string, readonly unknown[]>;

/** Collects what each type and each field of a type looks like where somebody wrote it. */
export function seenIn(objects: readonly Given[]): Seen {
  const seen = new Map<string, unknown[]>();
  const add = (key: string, value: unknown) => {
    const values = seen.get(key) ?? [];
    if (values.length < 30) values.push(value);
    seen.set(key, values);
  };
  const walk = (value: unknown, schema: Schema, key: string) => {
    if (schema.typeName && isFields(value)) add(schema.typeName, value);
    else add(key, value);
    if (Array.isArray(value) && schema.items)
      for (const item of value) walk(item, schema.items, `${key}[]`);
    if (!isFields(value)) return;
    for (const [name, part] of Object.entries(value)) {
      const field = schema.fields.get(name);
      if (field) walk(part, field, `${schema.typeName}.${name}`);
      else if (schema.values) walk(part, schema.values, `${key}.*`);
    }
  };
  for (const object of objects) {
    const schema = schemaOf(object.apiVersion, object.kind);
    if (schema) walk(object, schema, object.kind);
  }
  return seen;
}

/** Everything that may be done to an object, systematically; values are chosen by the random numbers. */
export function mutationsOf(object: Given, seen: Seen, random: Random): Mutation[] {
  const schema = schemaOf(object.apiVersion, object.kind);
  if (!schema) return [];
  const found: Mutation[] = [];
  const set = (steps: Steps, value: unknown, what = `= ${short(value)}`) =>
    found.push({ what: `${text(steps)} ${what}`, change: (copy) => put(copy, steps, value) });
  const visit = (value: unknown, at: Schema, steps: Steps, key: string): void => {
    const isIdentity = steps.length === 1 && (steps[0] === "apiVersion" || steps[0] === "kind");
    if (isIdentity) return;
    if (steps.length > 0) {
      set(steps, undefined, "removed");
      set(steps, null);
      set(steps, random.pick(mistypedFor(at)));
    }
    if (Array.isArray(value) && at.items) visitList(value, at.items, steps, key);
    else if (isFields(value) && at.values) visitMap(value, at.values, steps, key);
    else if (isFields(value) && at.fields.size > 0) visitObject(value, at, steps);
    else if (!isFields(value) && !Array.isArray(value))
      for (const other of random.some(valuesFor(at), 8)) set(steps, other);
  };
  const visitList = (value: readonly unknown[], items: Schema, steps: Steps, key: string) => {
    set(steps, []);
    if (value.length > 0) set(steps, [...value, structuredClone(value.at(-1))], "last item twice");
    set(steps, [...value, null], "with a null");
    set(steps, [...value, emptyFor(items)], "with an empty item");
    if (value.length > 1) set(steps, value.slice(0, 1), "first item only");
    if (value.length > 1) set(steps, value.toReversed(), "reversed");
    for (const other of random.some(seen.get(items.typeName ?? `${key}[]`) ?? [], 2))
      set(steps, [...value, other], `with ${short(other)}`);
    for (const [index, item] of value.entries()) visit(item, items, [...steps, index], `${key}[]`);
  };
  const visitMap = (value: Fields, values: Schema, steps: Steps, key: string) => {
    const sample = Object.values(value)[0] ?? emptyFor(values);
    set(steps, {});
    for (const name of random.some(keys, 3)) set([...steps, name], structuredClone(sample));
    for (const [name, part] of Object.entries(value))
      visit(part, values, [...steps, name], `${key}.*`);
  };
  const visitObject = (value: Fields, at: Schema, steps: Steps) => {
    set([...steps, "unknownField"], 1);
    if (steps.length > 0) set(steps, {});
    const names = Object.keys(value).filter(
      (name) => steps.length > 0 || !["apiVersion", "kind"].includes(name),
    );
    if (names.length > 0) {
      const name = random.pick(names);
      const misspelt = random.pick([
        name.toUpperCase(),
        `${name}s`,
        name.slice(0, -1),
        swapped(name),
      ]);
      found.push({
        what: `${text([...steps, name])} misspelt ${misspelt}`,
        change: (copy) => {
          const parent = reach(copy, steps);
          if (!parent || !(name in parent)) return;
          const part = parent[name];
          delete parent[name];
          parent[misspelt] = part;
        },
      });
    }
    for (const [name, field] of at.fields) {
      if (value[name] !== undefined) {
        visit(value[name], field, [...steps, name], `${at.typeName}.${name}`);
        continue;
      }
      if (steps.length === 0 && name === "status") continue;
      for (const graft of grafts(field, `${at.typeName}.${name}`))
        set([...steps, name], graft, `grafted ${short(graft)}`);
    }
  };
  const grafts = (field: Field, key: string): unknown[] => {
    const known = [
      ...(seen.get(key) ?? []),
      ...(field.typeName ? (seen.get(field.typeName) ?? []) : []),
    ];
    if (known.length > 0) return random.some(known, 2);
    if (field.type === "object" || field.type === "list" || field.type === "map")
      return [emptyFor(field)];
    return random.some(valuesFor(field), 2);
  };
  visit(object, schema, [], object.kind);
  return found;
}

/** The object with a change, or with two. */
export function mutated(object: Given, changes: readonly Mutation[]): Given {
  const copy = structuredClone(object);
  for (const { change } of changes) change(copy);
  return copy;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function emptyFor(schema: Schema): unknown {
  if (schema.type === "list") return [];
  if (schema.type === "object" || schema.type === "map") return {};
  return schema.type === "string" ? "" : 0;
}

function swapped(name: string): string {
  const at = Math.floor(name.length / 2);
  return name.slice(0, at - 1) + (name[at] ?? "") + (name[at - 1] ?? "") + name.slice(at + 1);
}

function reach(object: unknown, steps: Steps): Fields | undefined {
  const at = valueAt(object, steps);
  return typeof at === "object" && at !== null ? (at as Fields) : undefined;
}

function text(steps: Steps): string {
  return steps
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);
}

function short(value: unknown): string {
  const full = JSON.stringify(value) ?? "undefined";
  return full.length > 60 ? `${full.slice(0, 60)}…(${full.length})` : full;
}
