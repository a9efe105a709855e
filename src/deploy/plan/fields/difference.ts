import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { sameJson } from "../../../kubernetes/json-equality.ts";
import { type Element, indexIn, pathText } from "./path.ts";
import type { Shape } from "./shape.ts";

/** A value that is not the same in two objects; undefined on the side that lacks it. */
export interface Difference {
  readonly elements: readonly Element[];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two objects, each thing as far out as it is new or gone as a whole: an added
 * container is one difference, wherever it was inserted, and so is another order of the items.
 */
export function differences(before: unknown, after: unknown, shape: Shape): Difference[] {
  return [...walk(before, after, shape, [])];
}

/** Maps whose entries are told one by one, also where there was no map before. */
const byEntries: ReadonlySet<Element | undefined> = new Set([
  "labels",
  "annotations",
  "data",
  "binaryData",
  "stringData",
]);

function* walk(
  before: unknown,
  after: unknown,
  shape: Shape | undefined,
  at: readonly Element[],
): Generator<Difference> {
  if (sameJson(before, after)) return;
  const [one, other] = byEntries.has(at.at(-1)) ? [before ?? {}, after ?? {}] : [before, after];
  if (isFields(one) && isFields(other)) {
    for (const name of new Set([...Object.keys(one), ...Object.keys(other)]))
      yield* walk(own(one, name), own(other, name), shape?.fields.get(name), [...at, name]);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    yield* lists(before, after, shape, at);
  } else yield { elements: at, before, after };
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function* lists(
  before: readonly unknown[],
  after: readonly unknown[],
  shape: Shape | undefined,
  at: readonly Element[],
): Generator<Difference> {
  const all = [...before, ...after];
  const keys = shape?.keys;
  if (keys !== undefined && all.every((item) => isFields(item))) {
    const elements = all.map((item): Element => ({ keys: picked(item as Fields, keys) }));
    const unique = new Map(elements.map((element) => [JSON.stringify(element), element]));
    for (const element of unique.values())
      yield* walk(item(before, element), item(after, element), shape?.items, [...at, element]);
    yield* order(before, after, elements.slice(0, before.length), at);
  } else if (shape?.isSet) {
    const unique = new Map(all.map((value) => [JSON.stringify(value), value]));
    for (const value of unique.values())
      yield* walk(item(before, { value }), item(after, { value }), undefined, [...at, { value }]);
  } else if (all.every((item) => isFields(item))) yield* byPlace(before, after, at);
  else yield { elements: at, before, after };
}

function picked(item: Fields, keys: readonly string[]): Fields {
  const names = keys.filter((name) => Object.hasOwn(item, name));
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function item(list: readonly unknown[], element: Element): unknown {
  return list[indexIn(list, element)];
}

/** Variables refer to those before them: what stayed may stand in another order. */
function* order(
  before: readonly unknown[],
  after: readonly unknown[],
  elements: readonly Element[],
  at: readonly Element[],
): Generator<Difference> {
  const stayed = elements.filter((element) => indexIn(after, element) >= 0);
  const places = stayed.map((element) => indexIn(after, element));
  if (places.every((place, index) => index === 0 || place > (places[index - 1] as number))) return;
  const names = (list: readonly unknown[]) =>
    stayed
      .toSorted((a, b) => indexIn(list, a) - indexIn(list, b))
      .map((element) => pathText([element]).slice(1, -1));
  yield { elements: at, before: names(before), after: names(after) };
}

/** Items at the same place are compared; in a list that grew or shrank those behind the change from its end. */
function* byPlace(
  before: readonly unknown[],
  after: readonly unknown[],
  at: readonly Element[],
): Generator<Difference> {
  const shorter = Math.min(before.length, after.length);
  let tail = 0;
  if (before.length !== after.length)
    while (tail < shorter && sameJson(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const [until, untilAfter] = [before.length - tail, after.length - tail];
  for (let index = 0; index < Math.max(until, untilAfter); index++)
    yield* walk(
      index < until ? before[index] : undefined,
      index < untilAfter ? after[index] : undefined,
      undefined,
      [...at, index],
    );
}
