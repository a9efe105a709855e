import { add, divide, modulo, multiply, negate, subtract } from "../arithmetic.ts";
import { compare, equal } from "../compare.ts";
import { type Implementation, type Library, type Overload, overload } from "../declarations.ts";
import { codePoints } from "../texts.ts";
import {
  CelError,
  type CelValue,
  isError,
  isMapValue,
  ListValue,
  noSuchOverload,
  type Result,
} from "../value.ts";

/** Functions whose values decide what they do: their forms only tell the checker what goes together. */
export const byValues: ReadonlyMap<string, Implementation> = new Map<string, Implementation>([
  ["_+_", add],
  ["_-_", subtract],
  ["_*_", multiply],
  ["_/_", divide],
  ["_%_", modulo],
  ["-_", negate],
  ["!_", (value: CelValue) => (typeof value === "boolean" ? !value : noSuchOverload())],
  ["_<_", ordered((order) => order < 0)],
  ["_<=_", ordered((order) => order <= 0)],
  ["_>_", ordered((order) => order > 0)],
  ["_>=_", ordered((order) => order >= 0)],
  ["_==_", equal],
  ["_!=_", unequal],
  ["@in", isIn],
  ["size", sizeOf],
]);

function ordered(decide: (order: number) => boolean): Implementation {
  return (one: CelValue, other: CelValue) => {
    const order = compare(one, other);
    return typeof order === "number" ? decide(order) : order;
  };
}

/** What cannot be compared is not equal. */
function unequal(one: CelValue, other: CelValue): Result {
  return equal(one, other) !== true;
}

function isIn(value: CelValue, within: CelValue): Result {
  if (isMapValue(within)) {
    const found = within.find(value);
    return found instanceof CelError ? found : found !== undefined;
  }
  return within instanceof ListValue ? contains(within, value) : noSuchOverload();
}

/** An item that cannot be compared matters only where no other is equal. */
export function contains(list: ListValue, value: CelValue): Result {
  let problem: CelError | undefined;
  for (const item of list) {
    const answer = isError(item) ? item : equal(item, value);
    if (answer === true) return true;
    if (answer !== false) problem ??= answer;
  }
  return problem ?? false;
}

/** In code points, bytes, items or entries. */
export function sizeOf(value: CelValue): Result {
  if (typeof value === "string") return BigInt(codePoints(value));
  if (value instanceof Uint8Array) return BigInt(value.length);
  if (value instanceof ListValue || isMapValue(value)) return BigInt(value.size);
  return noSuchOverload();
}

const never: Implementation = () => noSuchOverload();

/** Forms whose function is one of `byValues`, or is built into the evaluation. */
function forms(list: Readonly<Record<string, string>>): Overload[] {
  return Object.entries(list).map(([id, signature]) => overload(id, signature, never));
}

function relations(name: string): Overload[] {
  const numbers = { int64: "int", uint64: "uint", double: "double" };
  const mixed = Object.entries(numbers).flatMap(([one, left]) =>
    Object.entries(numbers).map(([other, right]): [string, string] => [
      one === other ? `${name}_${one}` : `${name}_${one}_${other}`,
      `(${left}, ${right}) -> bool`,
    ]),
  );
  const others = ["bool", "string", "bytes", "timestamp", "duration"].map(
    (type): [string, string] => [`${name}_${type}`, `(${type}, ${type}) -> bool`],
  );
  return forms(Object.fromEntries([...mixed, ...others]));
}

/** @see github.com/google/cel-go/common/stdlib/standard.go */
export const standard: Library = {
  since: 0,
  functions: {
    "_?_:_": forms({ conditional: "(bool, A, A) -> A" }),
    "_&&_": forms({ logical_and: "(bool, bool) -> bool" }),
    "_||_": forms({ logical_or: "(bool, bool) -> bool" }),
    "!_": forms({ logical_not: "(bool) -> bool" }),
    "@not_strictly_false": forms({ not_strictly_false: "(bool) -> bool" }),
    "_==_": forms({ equals: "(A, A) -> bool" }),
    "_!=_": forms({ not_equals: "(A, A) -> bool" }),
    "_+_": forms({
      add_bytes: "(bytes, bytes) -> bytes",
      add_double: "(double, double) -> double",
      add_duration_duration: "(duration, duration) -> duration",
      add_duration_timestamp: "(duration, timestamp) -> timestamp",
      add_timestamp_duration: "(timestamp, duration) -> timestamp",
      add_int64: "(int, int) -> int",
      add_list: "(list<A>, list<A>) -> list<A>",
      add_string: "(string, string) -> string",
      add_uint64: "(uint, uint) -> uint",
    }),
    "_-_": forms({
      subtract_double: "(double, double) -> double",
      subtract_duration_duration: "(duration, duration) -> duration",
      subtract_int64: "(int, int) -> int",
      subtract_timestamp_duration: "(timestamp, duration) -> timestamp",
      subtract_timestamp_timestamp: "(timestamp, timestamp) -> duration",
      subtract_uint64: "(uint, uint) -> uint",
    }),
    "_*_": forms({
      multiply_double: "(double, double) -> double",
      multiply_int64: "(int, int) -> int",
      multiply_uint64: "(uint, uint) -> uint",
    }),
    "_/_": forms({
      divide_double: "(double, double) -> double",
      divide_int64: "(int, int) -> int",
      divide_uint64: "(uint, uint) -> uint",
    }),
    "_%_": forms({
      modulo_int64: "(int, int) -> int",
      modulo_uint64: "(uint, uint) -> uint",
    }),
    "-_": forms({ negate_double: "(double) -> double", negate_int64: "(int) -> int" }),
    "_<_": relations("less"),
    "_<=_": relations("less_equals"),
    "_>_": relations("greater"),
    "_>=_": relations("greater_equals"),
    "_[_]": forms({
      index_list: "(list<A>, int) -> A",
      index_map: "(map<A, B>, A) -> B",
      optional_list_index_int: "(optional<list<V>>, int) -> optional<V>",
      optional_map_index_value: "(optional<map<K, V>>, K) -> optional<V>",
    }),
    "_?._": forms({ select_optional_field: "(dyn, string) -> optional<V>" }),
    "_[?_]": forms({
      list_optindex_optional_int: "(list<V>, int) -> optional<V>",
      optional_list_optindex_optional_int: "(optional<list<V>>, int) -> optional<V>",
      map_optindex_optional_value: "(map<K, V>, K) -> optional<V>",
      optional_map_optindex_optional_value: "(optional<map<K, V>>, K) -> optional<V>",
    }),
    "@in": forms({ in_list: "(A, list<A>) -> bool", in_map: "(A, map<A, B>) -> bool" }),
    size: forms({
      size_bytes: "(bytes) -> int",
      bytes_size: "bytes.() -> int",
      size_list: "(list<A>) -> int",
      list_size: "list<A>.() -> int",
      size_map: "(map<A, B>) -> int",
      map_size: "map<A, B>.() -> int",
      size_string: "(string) -> int",
      string_size: "string.() -> int",
    }),
  },
};
