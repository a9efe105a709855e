import type { ManagedFields } from "../../../client/object.ts";
import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { type Element, indexIn } from "./path.ts";

/**
 * The fields that a manager owns, as `managedFields` writes them: a tree of `f:name`, `k:{…}` and
 * `v:…`, where `.` marks a branch that is owned itself. An empty branch is a field.
 */
export type FieldSet = Fields;

/** What each of some managers owns. */
export function setsOf(entries: readonly ManagedFields[]): FieldSet[] {
  return entries.map(({ fieldsV1 }) => fieldsV1 ?? {});
}

/** The element that a branch's name means. */
export function elementOf(branch: string): Element {
  const text = branch.slice(2);
  if (branch.startsWith("k:")) return { keys: JSON.parse(text) as Fields };
  if (branch.startsWith("v:")) return { value: JSON.parse(text) };
  return branch.startsWith("i:") ? Number(text) : text;
}

function branchOf(element: Element): string {
  if (typeof element === "string") return `f:${element}`;
  if (typeof element === "number") return `i:${element}`;
  return "value" in element
    ? `v:${JSON.stringify(element.value)}`
    : `k:${JSON.stringify(element.keys)}`;
}

/** The branches of a set, without the mark. */
export function branchesOf(set: FieldSet): [string, FieldSet][] {
  return Object.entries(set).flatMap(([name, inner]) =>
    name !== "." && isFields(inner) ? [[name, inner]] : [],
  );
}

/** Whether a set has a path, what is above it as a whole, or something below it. */
export function touches(set: FieldSet, elements: readonly Element[]): boolean {
  let node = set;
  for (const element of elements) {
    const found = node[branchOf(element)];
    if (!isFields(found)) return Object.keys(node).length === 0;
    node = found;
  }
  return true;
}

/** Everything that is in either. */
export function union(one: FieldSet, other: FieldSet): FieldSet {
  const all: Fields = { ...one };
  // An empty branch is a field of its own: it stays one beside fields within it.
  for (const [name, inner] of Object.entries(other)) {
    const own = all[name];
    all[name] = isFields(own) && isFields(inner) ? unionOf(own, inner) : inner;
  }
  return all;
}

function unionOf(one: FieldSet, other: FieldSet): FieldSet {
  const [a, b] = [Object.keys(one).length, Object.keys(other).length];
  if (a === 0 && b === 0) return {};
  if (a === 0) return { ".": {}, ...other };
  return b === 0 ? { ".": {}, ...one } : union(one, other);
}

/**
 * What server-side apply leaves of an object when a manager drops `dropped` and others keep `kept`:
 * what is dropped goes, with all that is in it, unless it or something in it is kept.
 *
 * @see sigs.k8s.io/structured-merge-diff/v6/merge/update.go prune
 */
export function pruned(value: unknown, dropped: FieldSet, kept: readonly FieldSet[]): unknown {
  // Who keeps the whole keeps all of it.
  if (kept.some((set) => Object.keys(set).length === 0)) return value;
  const gone = new Set<Element | number>();
  const changed = new Map<string | number, unknown>();
  for (const [name, inner] of branchesOf(dropped)) {
    const element = elementOf(name);
    const step = Array.isArray(value) ? indexIn(value, element) : element;
    if (typeof step === "object" || step === -1) continue;
    const keeping = kept.flatMap((set) => (isFields(set[name]) ? [set[name] as FieldSet] : []));
    if (keeping.length === 0) gone.add(step);
    else changed.set(step, pruned((value as Fields | undefined)?.[step], inner, keeping));
  }
  if (Array.isArray(value))
    return value
      .map((item, index) => (changed.has(index) ? changed.get(index) : item))
      .filter((_, index) => !gone.has(index));
  if (!isFields(value)) return value;
  const left = Object.entries(value).filter(([name]) => !gone.has(name));
  return Object.fromEntries(
    left.map(([name, inner]) => [name, changed.has(name) ? changed.get(name) : inner]),
  );
}
