import { add } from "../arithmetic.ts";
import { compare, equal } from "../compare.ts";
import { type Library, type Overload, overload } from "../declarations.ts";
import {
  CelError,
  type CelValue,
  Duration,
  isError,
  ListValue,
  type Result,
  typeOfValue,
  Uint,
} from "../value.ts";
import { contains } from "./standard.ts";

export function listOfTexts(texts: string[]): ListValue {
  return new ListValue(texts);
}

const COMPARABLE = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];
const ZEROS: Readonly<Record<string, CelValue>> = {
  int: 0n,
  uint: new Uint(0n),
  double: 0,
  duration: new Duration(0n),
};

function isSorted(list: ListValue): Result {
  for (let at = 1; at < list.size; at++) {
    const order = compareItems(list.get(at - 1), list.get(at));
    if (typeof order === "number" && order > 0) return false;
  }
  return true;
}

function compareItems(one: Result, other: Result): number | CelError {
  if (isError(one)) return one;
  return isError(other) ? other : compare(one, other);
}

function sum(list: ListValue, zero: CelValue): Result {
  let total: Result = zero;
  for (const item of list) {
    if (isError(item)) return item;
    total = add(total, item);
    if (isError(total)) return total;
  }
  return total;
}

/** The item before which no other comes, or after which none. */
function extreme(list: ListValue, name: string, sign: 1 | -1): Result {
  let best: Result | undefined;
  for (const item of list) {
    if (best === undefined) best = item;
    const order = compareItems(best, item);
    if (typeof order === "number" && order * sign > 0) best = item;
  }
  return best ?? new CelError(`${name} called on empty list`);
}

function indexOf(list: ListValue, value: CelValue): Result {
  for (let at = 0; at < list.size; at++) if (isItem(list.get(at), value)) return BigInt(at);
  return -1n;
}

function lastIndexOf(list: ListValue, value: CelValue): Result {
  for (let at = list.size - 1; at >= 0; at--) if (isItem(list.get(at), value)) return BigInt(at);
  return -1n;
}

function isItem(item: Result, value: CelValue): boolean {
  return !isError(item) && equal(item, value) === true;
}

function perType(
  types: readonly string[],
  id: (type: string) => string,
  signature: (type: string) => string,
  run: (type: string) => (list: ListValue) => Result,
): Overload[] {
  return types.map((type) => overload(id(type), signature(type), run(type)));
}

/** Kubernetes' own functions of lists. @see k8s.io/apiserver/pkg/cel/library/lists.go */
export const lists: Library = {
  since: 0,
  functions: {
    isSorted: perType(
      COMPARABLE,
      (type) => `list_${type}_is_sorted_bool`,
      (type) => `list<${type}>.() -> bool`,
      () => isSorted,
    ),
    sum: perType(
      Object.keys(ZEROS),
      (type) => `list_${type}_sum_${type}`,
      (type) => `list<${type}>.() -> ${type}`,
      (type) => (list) => sum(list, ZEROS[type] as CelValue),
    ),
    max: perType(
      COMPARABLE,
      (type) => `list_${type}_max_${type}`,
      (type) => `list<${type}>.() -> ${type}`,
      () => (list) => extreme(list, "max", -1),
    ),
    min: perType(
      COMPARABLE,
      (type) => `list_${type}_min_${type}`,
      (type) => `list<${type}>.() -> ${type}`,
      () => (list) => extreme(list, "min", 1),
    ),
    indexOf: [overload("list_a_index_of_int", "list<A>.(A) -> int", indexOf)],
    lastIndexOf: [overload("list_a_last_index_of_int", "list<A>.(A) -> int", lastIndexOf)],
  },
};

function slice(list: ListValue, start: bigint, end: bigint): Result {
  const problem = (why: string) => new CelError(`cannot slice(${start}, ${end}), ${why}`);
  if (start < 0n || end < 0n) return problem("negative indexes not supported");
  if (start > end) return problem("start index must be less than or equal to end index");
  if (list.size < end) return problem(`list is length ${list.size}`);
  return new ListValue([...list].slice(Number(start), Number(end)));
}

function flatten(list: ListValue, depth = 1n): Result {
  if (depth < 0n) return new CelError("level must be non-negative");
  return new ListValue(flat(list, depth));
}

function flat(list: ListValue, depth: bigint): Result[] {
  return [...list].flatMap((item) =>
    item instanceof ListValue && depth > 0n ? flat(item, depth - 1n) : [item],
  );
}

const LONGEST_RANGE = 10_000_000n;

function range(end: bigint): Result {
  if (end > LONGEST_RANGE) return new CelError("actual cost limit exceeded");
  return new ListValue(Array.from({ length: Math.max(0, Number(end)) }, (_, at) => BigInt(at)));
}

function distinct(list: ListValue): Result {
  const kept = new ListValue([]);
  let found = kept;
  for (const item of list)
    if (isError(item) || contains(found, item) !== true) found = found.append([item]);
  return found;
}

function sortedBy(list: ListValue, keys: ListValue): Result {
  if (list.size !== keys.size)
    return new CelError("@sortByAssociatedKeys() expected a list of the same size as the keys");
  const [first] = keys;
  if (first === undefined || isError(first)) return first ?? list;
  const type = typeOfValue(first);
  if (!COMPARABLE.includes(type.kind)) return new CelError("list elements must be comparable");
  const isOther = (key: Result) => isError(key) || typeOfValue(key).kind !== type.kind;
  if (list.size > 1 && [...keys].some(isOther))
    return new CelError("list elements must have the same type");
  const order = Array.from({ length: list.size }, (_, at) => at).sort((one, other) => {
    const found = compareItems(keys.get(one), keys.get(other));
    return typeof found === "number" ? found : 0;
  });
  return new ListValue(order.map((at) => list.get(at)));
}

/** How the server names two of the types in the forms of these functions. */
const wordOf = (type: string) =>
  type === "duration" || type === "timestamp"
    ? `google.protobuf.${type[0]?.toUpperCase()}${type.slice(1)}`
    : type;

/** @see github.com/google/cel-go/ext/lists.go */
export const moreLists: Library = {
  since: 34,
  functions: {
    slice: [overload("list_slice", "list<T>.(int, int) -> list<T>", slice)],
    flatten: [
      overload("list_flatten", "list<list<T>>.() -> list<T>", (list: ListValue) => flatten(list)),
      overload("list_flatten_int", "list<dyn>.(int) -> list<dyn>", flatten),
    ],
    "lists.range": [overload("lists_range", "(int) -> list<int>", range)],
    reverse: [
      overload(
        "list_reverse",
        "list<T>.() -> list<T>",
        (list: ListValue) => new ListValue([...list].reverse()),
      ),
    ],
    distinct: [overload("list_distinct", "list<T>.() -> list<T>", distinct)],
    sort: perType(
      COMPARABLE,
      (type) => `list_${wordOf(type)}_sort`,
      (type) => `list<${type}>.() -> list<${type}>`,
      () => (list) => sortedBy(list, list),
    ),
    "@sortByAssociatedKeys": COMPARABLE.map((type) =>
      overload(
        `list_${wordOf(type)}_sortByAssociatedKeys`,
        `list<T>.(list<${type}>) -> list<T>`,
        sortedBy,
      ),
    ),
  },
};

function holds(list: ListValue, others: ListValue): Result {
  for (const item of others) {
    const answer = isError(item) ? item : contains(list, item);
    if (answer !== true) return answer;
  }
  return true;
}

/** @see github.com/google/cel-go/ext/sets.go */
export const sets: Library = {
  since: 29,
  functions: {
    "sets.contains": [overload("list_sets_contains_list", "(list<T>, list<T>) -> bool", holds)],
    "sets.equivalent": [
      overload(
        "list_sets_equivalent_list",
        "(list<T>, list<T>) -> bool",
        (one: ListValue, other: ListValue) => {
          const answer = holds(one, other);
          return answer === true ? holds(other, one) : answer;
        },
      ),
    ],
    "sets.intersects": [
      overload(
        "list_sets_intersects_list",
        "(list<T>, list<T>) -> bool",
        (one: ListValue, other: ListValue) =>
          [...one].some((item) => !isError(item) && contains(other, item) === true),
      ),
    ],
  },
};
