import { CelError, type Result, Uint } from "./value.ts";

const LEAST_INT = -(2n ** 63n);
const END_OF_INT = 2n ** 63n;
const END_OF_UINT = 2n ** 64n;

export function isInt(value: bigint): boolean {
  return value >= LEAST_INT && value < END_OF_INT;
}

/** An int, or the error that it does not fit. */
export function intOf(value: bigint): Result {
  return isInt(value) ? value : new CelError("integer overflow");
}

export function uintOf(value: bigint): Result {
  if (value >= 0n && value < END_OF_UINT) return new Uint(value);
  return new CelError("unsigned integer overflow");
}

/** Cuts the places behind the point off. */
export function intOfDouble(value: number): Result {
  const fits = Number.isFinite(value) && value > -(2 ** 63) && value < 2 ** 63;
  return fits ? BigInt(Math.trunc(value)) : new CelError("integer overflow");
}

export function uintOfDouble(value: number): Result {
  const fits = Number.isFinite(value) && value >= 0 && value < 2 ** 64;
  return fits ? new Uint(BigInt(Math.trunc(value))) : new CelError("unsigned integer overflow");
}

/** Negative, zero or positive; the numbers may be of different types. Neither may be NaN. */
export function compareNumbers(one: bigint | number | Uint, other: bigint | number | Uint): number {
  const left = one instanceof Uint ? one.value : one;
  const right = other instanceof Uint ? other.value : other;
  if (typeof left === "bigint" && typeof right === "bigint") return order(left, right);
  // The server compares an integer with a double as doubles, where the double is no larger than any integer.
  if (typeof left === "number" && typeof right === "bigint")
    return -compareToDouble(right, left, other);
  if (typeof left === "bigint" && typeof right === "number")
    return compareToDouble(left, right, one);
  return order(left, right);
}

function compareToDouble(value: bigint, other: number, original: unknown): number {
  const isUint = original instanceof Uint;
  if (other < (isUint ? 0 : -(2 ** 63))) return 1;
  if (other > (isUint ? 2 ** 64 : 2 ** 63)) return -1;
  return order(Number(value), other);
}

function order<T extends bigint | number>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** As Go's `%g` prints a double. */
export function textOfDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power > 5)) {
    const sign = power < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  return plain(value);
}

/** As Go's `FormatFloat(value, 'f', -1, 64)`: without an exponent. */
export function plain(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  const [digits = "", exponent = ""] = text.split("e");
  const sign = digits.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = digits.replace("-", "").split(".");
  const power = Number(exponent);
  if (power >= 0) return sign + whole + fraction.padEnd(power, "0");
  return `${sign}0.${"0".repeat(-power - 1)}${whole}${fraction}`;
}

/** As Go's `strconv.ParseFloat` reads it; undefined for what is no number, or too large. */
export function parseDouble(text: string): number | undefined {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?0x/i.test(text)) return parseHexDouble(text);
  const plainText = text.replace(/(?<=\d)_(?=\d)/g, "");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plainText)) return undefined;
  const value = Number(plainText);
  return Number.isFinite(value) ? value : undefined;
}

function parseHexDouble(text: string): number | undefined {
  const parts = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)p([+-]?\d+)$/i.exec(text);
  if (!parts) return undefined;
  const [, sign, whole = "", fraction = "", power = ""] = parts;
  if (whole + fraction === "") return undefined;
  const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(power) - 4 * fraction.length);
  if (!Number.isFinite(value)) return undefined;
  return sign === "-" ? -value : value;
}
