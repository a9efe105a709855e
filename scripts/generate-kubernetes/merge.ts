import { isDeepStrictEqual } from "node:util";
import type { FieldShape, KindShape, TypeShape, Types } from "./shape.ts";

/** Bounds are given where they differ from those of what holds the value. */
interface Span {
  /** The first minor that has it. */
  since?: number;
  /** The last minor that has it. */
  until?: number;
}

export type FieldHistory = (FieldShape & Span)[];

export interface MergedType {
  fields: Record<string, FieldHistory>;
  rules?: Record<string, unknown>;
}

export type MergedKind = KindShape & Span;

/** Every type over all minors: a field that changed has one entry for each of its forms. */
export function mergeTypes(byMinor: ReadonlyMap<number, Types>): Map<string, MergedType> {
  const merged = new Map<string, MergedType>();
  const names = new Set([...byMinor.values()].flatMap((types) => [...types.keys()]));
  for (const name of [...names].sort()) {
    const present = [...byMinor].filter(([, types]) => types.has(name));
    merged.set(name, mergeType(present.map(([minor, types]) => [minor, types.get(name)!])));
  }
  return merged;
}

function mergeType(versions: readonly [number, TypeShape][]): MergedType {
  const fields: Record<string, FieldHistory> = {};
  const minors = versions.map(([minor]) => minor);
  const names = new Set(versions.flatMap(([, type]) => Object.keys(type.fields)));
  for (const name of [...names].sort()) {
    const present = versions.filter(([, type]) => type.fields[name]);
    const history = runs(present.map(([minor, type]) => [minor, type.fields[name]!]));
    fields[name] = history.map(({ value, first, last }) => ({
      ...value,
      ...spanWithin(minors, first, last),
    }));
  }
  const { rules } = versions.at(-1)![1];
  return rules ? { fields, rules } : { fields };
}

/** Neighbouring minors of equal value become one run. */
function runs<T>(values: readonly [number, T][]): { value: T; first: number; last: number }[] {
  const found: { value: T; first: number; last: number }[] = [];
  for (const [minor, value] of values) {
    const run = found.at(-1);
    if (run && run.last === minor - 1 && isDeepStrictEqual(run.value, value)) run.last = minor;
    else found.push({ value, first: minor, last: minor });
  }
  return found;
}

function spanWithin(minors: readonly number[], first: number, last: number): Span {
  return {
    ...(first > minors[0]! && { since: first }),
    ...(last < minors.at(-1)! && { until: last }),
  };
}

/** Every kind over all minors, as the newest of them describes it. */
export function mergeKinds(byMinor: ReadonlyMap<number, readonly KindShape[]>): MergedKind[] {
  const found = new Map<string, { kind: KindShape; minors: number[] }>();
  for (const [minor, kinds] of byMinor) {
    for (const kind of kinds) {
      const key = `${kind.group}/${kind.version}/${kind.kind}`;
      found.set(key, { kind, minors: [...(found.get(key)?.minors ?? []), minor] });
    }
  }
  const all = [...byMinor.keys()];
  return [...found.values()].map(({ kind, minors }) => ({
    ...kind,
    ...spanWithin(all, minors[0]!, minors.at(-1)!),
  }));
}
