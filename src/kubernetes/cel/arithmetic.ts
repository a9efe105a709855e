import { identityOf } from "./compare.ts";
import { intOf, isInt, uintOf } from "./numbers.ts";
import {
  CelError,
  type CelValue,
  Duration,
  ListValue,
  noSuchOverload,
  type Result,
  Timestamp,
  Uint,
} from "./value.ts";

const SECOND = 1_000_000_000n;
const FIRST_SECOND = -62135596800n;
const LAST_SECOND = 253402300799n;

/** `_+_`: decided by the values, also where the checker knew their types. */
export function add(one: CelValue, other: CelValue): Result {
  if (typeof one === "bigint" && typeof other === "bigint") return intOf(one + other);
  if (typeof one === "string" && typeof other === "string") return one + other;
  if (typeof one === "number" && typeof other === "number") return one + other;
  if (one instanceof Uint && other instanceof Uint) return uintOf(one.value + other.value);
  if (one instanceof ListValue && other instanceof ListValue) return addLists(one, other);
  if (one instanceof Uint8Array && other instanceof Uint8Array)
    return new Uint8Array(Buffer.concat([one, other]));
  if (one instanceof Duration && other instanceof Duration)
    return durationOf(one.nanoseconds + other.nanoseconds);
  if (one instanceof Duration && other instanceof Timestamp) return shifted(other, one.nanoseconds);
  if (one instanceof Timestamp && other instanceof Duration) return shifted(one, other.nanoseconds);
  return noSuchOverload();
}

export function subtract(one: CelValue, other: CelValue): Result {
  if (typeof one === "bigint" && typeof other === "bigint") return intOf(one - other);
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (one instanceof Uint && other instanceof Uint) return uintOf(one.value - other.value);
  if (one instanceof Duration && other instanceof Duration)
    return durationOf(one.nanoseconds - other.nanoseconds);
  if (one instanceof Timestamp && other instanceof Duration)
    return shifted(one, -other.nanoseconds);
  if (one instanceof Timestamp && other instanceof Timestamp)
    return durationOf(one.nanoseconds - other.nanoseconds);
  return noSuchOverload();
}

export function multiply(one: CelValue, other: CelValue): Result {
  if (typeof one === "bigint" && typeof other === "bigint") return intOf(one * other);
  if (typeof one === "number" && typeof other === "number") return one * other;
  if (one instanceof Uint && other instanceof Uint) return uintOf(one.value * other.value);
  return noSuchOverload();
}

export function divide(one: CelValue, other: CelValue): Result {
  if (typeof one === "number" && typeof other === "number") return one / other;
  return whole(one, other, (left, right) => left / right, "division by zero");
}

export function modulo(one: CelValue, other: CelValue): Result {
  return whole(one, other, (left, right) => left % right, "modulus by zero");
}

function whole(
  one: CelValue,
  other: CelValue,
  operate: (left: bigint, right: bigint) => bigint,
  byZero: string,
): Result {
  if (one instanceof Uint && other instanceof Uint)
    return other.value === 0n ? new CelError(byZero) : new Uint(operate(one.value, other.value));
  if (typeof one !== "bigint" || typeof other !== "bigint") return noSuchOverload();
  if (other === 0n) return new CelError(byZero);
  // The remainder would fit, but the server does not get that far.
  return isInt(one / other) ? operate(one, other) : new CelError("integer overflow");
}

export function negate(value: CelValue): Result {
  if (typeof value === "bigint") return intOf(-value);
  if (typeof value === "number") return -value;
  return value instanceof Duration ? durationOf(-value.nanoseconds) : noSuchOverload();
}

export function durationOf(nanoseconds: bigint): Result {
  return isInt(nanoseconds) ? new Duration(nanoseconds) : new CelError("integer overflow");
}

/** A time of the years 1 to 9999, or the error that it is none. */
export function timestampOf(nanoseconds: bigint, zone = 0): Result {
  const second = (nanoseconds - (((nanoseconds % SECOND) + SECOND) % SECOND)) / SECOND;
  const isKnown = second >= FIRST_SECOND && second <= LAST_SECOND;
  return isKnown ? new Timestamp(nanoseconds, zone) : new CelError("timestamp overflow");
}

function shifted(time: Timestamp, nanoseconds: bigint): Result {
  return timestampOf(time.nanoseconds + nanoseconds, time.zone);
}

/**
 * Lists of type `set` and `map` of custom resources are merged, others are joined.
 *
 * @see k8s.io/apiserver/pkg/cel/common/valuesunstructured.go
 */
function addLists(one: ListValue, other: ListValue): ListValue {
  const { mode } = one;
  if (!mode) return one.append(other);
  const merged = new Map(Array.from(one, (item) => [identityOf(item, mode.keys), item]));
  for (const item of other) {
    const identity = identityOf(item, mode.keys);
    if (mode.type === "map" || !merged.has(identity)) merged.set(identity, item);
  }
  return new ListValue([...merged.values()], mode, true);
}
