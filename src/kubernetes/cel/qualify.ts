import {
  CelError,
  type CelValue,
  isError,
  isMapValue,
  ListValue,
  NONE,
  OptionalValue,
  type Result,
  Uint,
} from "./value.ts";

/**
 * A field, an entry or an item of a value. What is read from an optional is optional too.
 *
 * @param optional asked for with `?`: gives an optional, without a value where nothing is found
 * @see github.com/google/cel-go/interpreter/attributes.go applyQualifiers, refQualify
 */
export function qualify(value: CelValue, key: CelValue, optional: boolean): Result {
  if (value instanceof OptionalValue)
    return value.value === undefined ? NONE : optionally(value.value, key);
  if (optional) return optionally(value, key);
  const found = find(value, key);
  return found === undefined ? missing(value, key) : found;
}

function optionally(value: CelValue, key: CelValue): Result {
  const isPlain = !isMapValue(value) && !(value instanceof ListValue);
  const found = isPlain ? undefined : find(value, key);
  if (found === undefined) return NONE;
  return isError(found) ? found : new OptionalValue(found);
}

function find(value: CelValue, key: CelValue): Result | undefined {
  if (isMapValue(value)) return value.find(key);
  if (!(value instanceof ListValue)) return undefined;
  const index = indexOf(key);
  if (index === undefined) return new CelError("unsupported index type");
  return index >= 0n && index < value.size ? value.get(Number(index)) : undefined;
}

function indexOf(key: CelValue): bigint | undefined {
  if (typeof key === "bigint") return key;
  if (key instanceof Uint) return key.value;
  return typeof key === "number" && Number.isInteger(key) ? BigInt(key) : undefined;
}

function missing(value: CelValue, key: CelValue): CelError {
  const text = key instanceof Uint ? key.value : key;
  return value instanceof ListValue
    ? new CelError(`index out of bounds: ${text}`)
    : new CelError(`no such key: ${text}`);
}
