import { compareNumbers } from "./numbers.ts";
import { sameJson } from "./same-json.ts";
import {
  CelError,
  type CelValue,
  Duration,
  isError,
  isMapValue,
  ListValue,
  type MapValue,
  noSuchOverload,
  OpaqueValue,
  OptionalValue,
  type Result,
  Timestamp,
  TypeValue,
  Uint,
} from "./value.ts";

type Answer = boolean | CelError;

function isNumber(value: CelValue): value is bigint | number | Uint {
  return typeof value === "bigint" || typeof value === "number" || value instanceof Uint;
}

/** @see github.com/google/cel-go/common/types/util.go Equal */
export function equal(one: CelValue, other: CelValue): Answer {
  if (one === null || other === null) return one === other;
  if (isNumber(one))
    return (
      isNumber(other) &&
      !isNotANumber(one) &&
      !isNotANumber(other) &&
      compareNumbers(one, other) === 0
    );
  if (typeof one !== "object") return one === other;
  if (one instanceof ListValue) return equalLists(one, other);
  if (isMapValue(one)) return equalMaps(one, other);
  if (one instanceof OpaqueValue) return one.equals(other);
  if (one instanceof OptionalValue) return equalOptionals(one, other);
  if (one instanceof Uint8Array)
    return other instanceof Uint8Array && compareBytes(one, other) === 0;
  if (one instanceof TypeValue) return other instanceof TypeValue && one.name === other.name;
  if (one instanceof Timestamp)
    return other instanceof Timestamp && one.nanoseconds === other.nanoseconds;
  return other instanceof Duration && (one as Duration).nanoseconds === other.nanoseconds;
}

function isNotANumber(value: unknown): boolean {
  return Number.isNaN(value);
}

function equalOptionals(one: OptionalValue, other: CelValue): Answer {
  if (!(other instanceof OptionalValue)) return false;
  if (one.value === undefined || other.value === undefined) return one.value === other.value;
  return equal(one.value, other.value);
}

function equalLists(one: ListValue, other: CelValue): Answer {
  if (!(other instanceof ListValue)) return one.structured ? noSuchOverload() : false;
  if (one.size !== other.size) return false;
  if (one.mode) return equalUnordered(one, other, one.mode.keys);
  for (let index = 0; index < one.size; index++) {
    const answer = equalResults(one.get(index), other.get(index));
    if (answer !== true) return answer;
  }
  return true;
}

/** Lists of type `set` and `map` are equal in any order. */
function equalUnordered(one: ListValue, other: ListValue, keys: readonly string[]): Answer {
  const items = new Map(Array.from(one, (item) => [identityOf(item, keys), item]));
  for (const item of other) {
    const found = items.get(identityOf(item, keys));
    if (found === undefined) return false;
    const answer = keys.length > 0 ? equalResults(found, item) : true;
    if (answer !== true) return answer;
  }
  return true;
}

/** What tells an item of a list apart from the others: its keys, or the whole of a scalar. */
export function identityOf(item: Result, keys: readonly string[]): string {
  const parts =
    keys.length > 0 && isMapValue(item) ? keys.map((key) => item.find(key) ?? null) : [item];
  return JSON.stringify(parts, (_, part) =>
    typeof part === "bigint" ? { int: String(part) } : isMapValue(part) ? part.keys() : part,
  );
}

function equalMaps(one: MapValue, other: CelValue): Answer {
  if (!isMapValue(other)) return one.structured ? noSuchOverload() : false;
  if (one.size !== other.size) return false;
  for (const key of one.keys()) {
    const [left, right] = [one.find(key), other.find(key)];
    if (left === undefined && right === undefined) continue;
    if (left === undefined || right === undefined) return false;
    const answer = equalResults(left, right);
    if (answer !== true) return answer;
  }
  return one.unseen ? equalUnseen(one.unseen, other.unseen) : true;
}

/** Fields that no schema names are compared where both have them. */
function equalUnseen(one: ReadonlyMap<string, unknown>, other = one): boolean {
  return [...one].every(([name, value]) => {
    const second = other.get(name);
    return second === undefined || sameJson(value, second);
  });
}

function equalResults(one: Result, other: Result): Answer {
  if (isError(one)) return one;
  return isError(other) ? other : equal(one, other);
}

/**
 * Negative, zero or positive.
 *
 * @returns an error for values that have no order
 */
export function compare(one: CelValue, other: CelValue): number | CelError {
  if (isNumber(one) && isNumber(other)) {
    if (isNotANumber(one) || isNotANumber(other))
      return new CelError("NaN values cannot be ordered");
    return compareNumbers(one, other);
  }
  if (typeof one === "string" && typeof other === "string") return compareTexts(one, other);
  if (typeof one === "boolean" && typeof other === "boolean") return Number(one) - Number(other);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return compareBytes(one, other);
  const areTimes = one instanceof Timestamp && other instanceof Timestamp;
  const areDurations = one instanceof Duration && other instanceof Duration;
  if (!areTimes && !areDurations) return noSuchOverload();
  return compareNumbers(one.nanoseconds, other.nanoseconds);
}

/** By code points, which is the order of their bytes in UTF-8. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    if (one.charCodeAt(index) === other.charCodeAt(index)) continue;
    const [left = 0, right = 0] = [one.codePointAt(index), other.codePointAt(index)];
    return left - right;
  }
  return one.length - other.length;
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  return Buffer.compare(one, other);
}
