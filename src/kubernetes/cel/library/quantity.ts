import { parseQuantity, type Quantity } from "../../quantity.ts";
import { addQuantities, compareQuantities, subtractQuantities } from "../../quantity-arithmetic.ts";
import { type Library, overload } from "../declarations.ts";
import { isInt } from "../numbers.ts";
import { opaqueTypes } from "../opaque-types.ts";
import { CelError, type CelValue, noSuchOverload, OpaqueValue, type Result } from "../value.ts";

class QuantityValue extends OpaqueValue {
  readonly type = opaqueTypes.Quantity;
  readonly amount: Quantity;
  /** The server keeps it in 64 bits and a power of ten; only then it is ever whole. */
  readonly isShort: boolean;
  /** The server cannot compare with a sum or a difference where it stands on the right. */
  private readonly isComputed: boolean;

  constructor(amount: Quantity, isShort: boolean, isComputed = false) {
    super();
    this.amount = amount;
    this.isShort = isShort;
    this.isComputed = isComputed;
  }

  equals(other: CelValue): boolean | CelError {
    if (!(other instanceof QuantityValue) || other.isComputed) return noSuchOverload();
    return compareQuantities(this.amount, other.amount) === 0;
  }
}

function read(text: string): Quantity | undefined {
  // White space around it is cut off elsewhere.
  if (/^\s|\s$/.test(text)) return undefined;
  try {
    return parseQuantity(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const BINARY_POWERS: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};

/** @see k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity */
function isShort(text: string): boolean {
  const [, whole = "", fraction = "", suffix = ""] =
    /^[+-]?0*(\d*)(?:\.(\d*))?(\D.*)?$/.exec(text) ?? [];
  const digits = Math.max(1, whole.length);
  const power = BINARY_POWERS[suffix];
  if (power === undefined) return digits + fraction.length <= 18;
  return fraction === "" && 14 - digits - Math.trunc((power * 3) / 10) >= 0;
}

function quantityOf(text: string): Result {
  const amount = read(text);
  if (!amount) return new CelError(`${JSON.stringify(text)} is no quantity`);
  return new QuantityValue(amount, isShort(text));
}

/** Whole only where it is written without a fraction or a suffix for one. */
function wholeOf({ amount: { unscaled, exponent }, isShort }: QuantityValue): bigint | undefined {
  if (exponent < 0 || !isShort) return undefined;
  const value = unscaled * 10n ** BigInt(exponent);
  return isInt(value) ? value : undefined;
}

function ofInt(value: bigint): Quantity {
  return { unscaled: value, exponent: 0, format: "DecimalExponent" };
}

function order(one: QuantityValue, other: QuantityValue): number {
  return compareQuantities(one.amount, other.amount);
}

function computed(amount: Quantity, ...of: QuantityValue[]): QuantityValue {
  const isSmall = amount.unscaled === BigInt.asIntN(64, amount.unscaled);
  return new QuantityValue(amount, isSmall && of.every(({ isShort }) => isShort), true);
}

/** @see k8s.io/apiserver/pkg/cel/library/quantity.go */
export const quantity: Library = {
  since: 28,
  functions: {
    quantity: [overload("string_to_quantity", "(string) -> Quantity", quantityOf)],
    isQuantity: [
      overload(
        "is_quantity_string",
        "(string) -> bool",
        (text: string) => read(text) !== undefined,
      ),
    ],
    // Not a member, by mistake of the library.
    sign: [
      overload("quantity_sign", "(Quantity) -> int", ({ amount }: QuantityValue) =>
        amount.unscaled > 0n ? 1n : amount.unscaled < 0n ? -1n : 0n,
      ),
    ],
    isGreaterThan: [
      overload(
        "quantity_is_greater_than",
        "Quantity.(Quantity) -> bool",
        (one: QuantityValue, other: QuantityValue) => order(one, other) > 0,
      ),
    ],
    isLessThan: [
      overload(
        "quantity_is_less_than",
        "Quantity.(Quantity) -> bool",
        (one: QuantityValue, other: QuantityValue) => order(one, other) < 0,
      ),
    ],
    compareTo: [
      overload(
        "quantity_compare_to",
        "Quantity.(Quantity) -> int",
        (one: QuantityValue, other: QuantityValue) => BigInt(order(one, other)),
      ),
    ],
    asApproximateFloat: [
      overload("quantity_get_float", "Quantity.() -> double", ({ amount }: QuantityValue) =>
        Number(`${amount.unscaled}e${amount.exponent}`),
      ),
    ],
    asInteger: [
      overload(
        "quantity_get_int",
        "Quantity.() -> int",
        (value: QuantityValue) => wholeOf(value) ?? new CelError("cannot convert value to integer"),
      ),
    ],
    isInteger: [
      overload(
        "quantity_is_integer",
        "Quantity.() -> bool",
        (value: QuantityValue) => wholeOf(value) !== undefined,
      ),
    ],
    add: [
      overload(
        "quantity_add",
        "Quantity.(Quantity) -> Quantity",
        (one: QuantityValue, other: QuantityValue) =>
          computed(addQuantities(one.amount, other.amount), one, other),
      ),
      overload(
        "quantity_add_int",
        "Quantity.(int) -> Quantity",
        (one: QuantityValue, other: bigint) =>
          computed(addQuantities(one.amount, ofInt(other)), one),
      ),
    ],
    sub: [
      overload(
        "quantity_sub",
        "Quantity.(Quantity) -> Quantity",
        (one: QuantityValue, other: QuantityValue) =>
          computed(subtractQuantities(one.amount, other.amount), one, other),
      ),
      overload(
        "quantity_sub_int",
        "Quantity.(int) -> Quantity",
        (one: QuantityValue, other: bigint) =>
          computed(subtractQuantities(one.amount, ofInt(other)), one),
      ),
    ],
  },
};
