import { isDeepStrictEqual } from "node:util";
import { type Fields, isFields, type Manifest } from "./fields.ts";
import { mergeKeys } from "./known-kinds.ts";

/** What a strategic merge patch says. */
export interface Strategic {
  readonly fields: Fields;
  /** Whether items of lists stand in it by their keys alone, to keep their places. */
  readonly hasPlaceholders: boolean;
}

/** Thrown where a strategic merge patch cannot say what differs. */
class Unsayable extends Error {}

/**
 * The fields that a strategic merge patch sets, and takes out by `null`, to turn one object into
 * another; undefined where such a patch cannot say it, or kustomize would merge something else with it.
 */
export function strategicPatch(before: Manifest, after: Manifest): Strategic | undefined {
  try {
    checkLists(before, before, []);
    checkLists(after, after, []);
    const work: Work = { of: before, hasPlaceholders: false };
    return { fields: fields(before, after, work, []), hasPlaceholders: work.hasPlaceholders };
  } catch (error) {
    if (error instanceof Unsayable) return undefined;
    throw error;
  }
}

type Path = readonly string[];

interface Work {
  readonly of: Manifest;
  hasPlaceholders: boolean;
}

function fields(before: Fields, after: Fields, work: Work, path: Path): Fields {
  const patch: { [field: string]: unknown } = {};
  for (const field of new Set([...Object.keys(after), ...Object.keys(before)])) {
    if (isDeepStrictEqual(before[field], after[field])) continue;
    const at = [...path, field];
    patch[field] = field in after ? change(before[field], after[field], work, at) : null;
  }
  return patch;
}

function change(before: unknown, after: unknown, work: Work, path: Path): unknown {
  if (holdsNull(after)) throw new Unsayable(); // would take the field out
  if (before === undefined) return after;
  if (isFields(before) && isFields(after)) return fields(before, after, work, path);
  if (Array.isArray(before) && Array.isArray(after)) return list(before, after, work, path);
  const isScalar = typeof before !== "object" && typeof before === typeof after;
  if (!isScalar) throw new Unsayable(); // kustomize keeps the old one's quotes, and so its type
  return after;
}

function list(
  before: readonly unknown[],
  after: readonly unknown[],
  work: Work,
  path: Path,
): unknown {
  // Kustomize would only add to these, wherever metadata stands.
  if (/(^|\.)metadata\.(finalizers|ownerReferences)$/.test(path.join("."))) throw new Unsayable();
  const keys = mergeKeys(work.of, path);
  if (keys === undefined) return after;
  if (after.length === 0) throw new Unsayable();
  if (keys.length > 1) return [...after, { $patch: "replace" }];
  return items(before as Fields[], after as Fields[], keys[0] as string, work, path);
}

/**
 * A patch of a list's items. Kustomize puts what a patch names first, in the order of the patch, and
 * then the rest of the list: an item that stays as it is stands there by its key alone, where one
 * behind it changes.
 */
function items(
  before: readonly Fields[],
  after: readonly Fields[],
  key: string,
  work: Work,
  path: Path,
): Fields[] {
  const old = new Map(before.map((item) => [item[key], item]));
  const staying = new Set(after.map((item) => item[key]));
  const gone = before.filter((item) => !staying.has(item[key]));
  const rest = before.filter((item) => staying.has(item[key]));
  let named = after.length;
  const isInPlace = () =>
    isDeepStrictEqual(after[named - 1], rest[rest.length - after.length + named - 1]);
  while (named > 0 && isInPlace()) named -= 1;
  return [
    ...after.slice(0, named).map((item) => {
      const known = old.get(item[key]);
      if (known === undefined) return item;
      const changes = fields(known, item, work, [...path, "*"]);
      if (Object.keys(changes).length === 0) work.hasPlaceholders = true;
      return { [key]: item[key], ...changes };
    }),
    ...gone.map((item) => ({ [key]: item[key], $patch: "delete" })),
  ];
}

/** Lists that kustomize merges have keys that tell all their items apart; else it would lose some. */
function checkLists(value: unknown, of: Manifest, path: Path): void {
  if (Array.isArray(value)) {
    const keys = mergeKeys(of, path);
    if (keys !== undefined && !isTold(value, keys)) throw new Unsayable();
    for (const item of value) checkLists(item, of, [...path, "*"]);
  } else if (isFields(value)) {
    if ("$patch" in value) throw new Unsayable();
    for (const [field, inner] of Object.entries(value)) checkLists(inner, of, [...path, field]);
  }
}

/** Whether the first key tells them apart, or all keys, which all items then have. */
function isTold(items: readonly unknown[], keys: readonly string[]): boolean {
  const values = items.map((item) => keys.map((key) => (isFields(item) ? item[key] : undefined)));
  const isUnique = (texts: readonly string[]) => new Set(texts).size === texts.length;
  const hasFirst = values.every(([first]) => first !== undefined && first !== "");
  const hasAll = values.every((all) => !all.includes(undefined));
  const first = values.map(([one]) => String(one));
  return hasFirst && (isUnique(first) || (hasAll && isUnique(values.map((all) => all.join("\n")))));
}

function holdsNull(value: unknown): boolean {
  if (typeof value !== "object") return false;
  return value === null || Object.values(value).some(holdsNull);
}
