import { type Library, overload } from "../declarations.ts";
import {
  CelError,
  type CelValue,
  Duration,
  isError,
  isMapValue,
  ListValue,
  NONE,
  OptionalValue,
  type Result,
  Timestamp,
  Uint,
} from "../value.ts";

/** The first second of the year 1: what Go takes for no time. */
const NO_TIME = -62135596800n * 1_000_000_000n;

function isZero(value: CelValue): boolean {
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  if (value instanceof Timestamp) return value.nanoseconds === NO_TIME;
  // Lists and maps of objects of the API are never zero to the server.
  if (value instanceof ListValue || isMapValue(value)) return value.size === 0 && !value.structured;
  return !value && !Number.isNaN(value);
}

function at(list: ListValue, index: number): Result {
  if (list.size === 0) return NONE;
  const item = list.get(index);
  return isError(item) ? item : new OptionalValue(item);
}

function unwrap(list: ListValue): Result {
  const values: Result[] = [];
  for (const item of list) {
    if (!(item instanceof OptionalValue)) return new CelError("value is not optional");
    if (item.value !== undefined) values.push(item.value);
  }
  return new ListValue(values);
}

const lazily = () => new CelError("decided where it is evaluated");

/** @see github.com/google/cel-go/cel/library.go OptionalTypes */
export const optionals: Library = {
  since: 28,
  functions: {
    "optional.of": [
      overload("optional_of", "(V) -> optional<V>", (value: CelValue) => new OptionalValue(value)),
    ],
    "optional.ofNonZeroValue": [
      overload("optional_ofNonZeroValue", "(V) -> optional<V>", (value: CelValue) =>
        isZero(value) ? NONE : new OptionalValue(value),
      ),
    ],
    "optional.none": [overload("optional_none", "() -> optional<V>", () => NONE)],
    value: [
      overload("optional_value", "optional<V>.() -> V", ({ value }: OptionalValue) =>
        value === undefined ? new CelError("optional.none() dereference") : value,
      ),
    ],
    hasValue: [
      overload(
        "optional_hasValue",
        "optional<V>.() -> bool",
        ({ value }: OptionalValue) => value !== undefined,
      ),
    ],
    or: [overload("optional_or_optional", "optional<V>.(optional<V>) -> optional<V>", lazily)],
    orValue: [overload("optional_orValue_value", "optional<V>.(V) -> V", lazily)],
  },
};

/** @see github.com/google/cel-go/cel/library.go, version 2 */
export const moreOptionals: Library = {
  since: 32,
  functions: {
    first: [overload("list_first", "list<V>.() -> optional<V>", (list: ListValue) => at(list, 0))],
    last: [
      overload("list_last", "list<V>.() -> optional<V>", (list: ListValue) =>
        at(list, list.size - 1),
      ),
    ],
    "optional.unwrap": [overload("optional_unwrap", "(list<optional<V>>) -> list<V>", unwrap)],
    unwrapOpt: [overload("optional_unwrapOpt", "list<optional<V>>.() -> list<V>", unwrap)],
  },
};
