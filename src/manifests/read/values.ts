import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Value, ValueMap } from "./source.ts";

export function isMap(value: unknown): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Entries of a list that are maps, with their places. */
export function maps(list: Value | undefined): [number, ValueMap][] {
  if (!Array.isArray(list)) return [];
  return [...list.entries()].filter((entry): entry is [number, ValueMap] => isMap(entry[1]));
}

/** The entries of a list that are texts, with their places. */
export function texts(list: Value | undefined): [number, string][] {
  if (!Array.isArray(list)) return [];
  return [...list.entries()].filter(
    (entry): entry is [number, string] => typeof entry[1] === "string",
  );
}

/** A text that is there and not empty. */
export function textIn(value: ValueMap, field: string): string | undefined {
  const text = Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** Every text in a value, at whatever depth, with the way to it. */
export function* textsBelow(
  value: Value | undefined,
  steps: readonly Step[] = [],
): Generator<[readonly Step[], string]> {
  if (typeof value === "string") yield [steps, value];
  else if (Array.isArray(value))
    for (const [at, each] of value.entries()) yield* textsBelow(each, [...steps, at]);
  else if (isMap(value))
    for (const [field, each] of Object.entries(value)) yield* textsBelow(each, [...steps, field]);
}
