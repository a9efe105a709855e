import { quote } from "./text.ts";

/** The family of suffixes a quantity was written with, and is printed with again. */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

/**
 * An exact amount: `unscaled × 10^exponent`. Made by {@link parseQuantity}; printed by
 * {@link formatQuantity}; never a floating point number.
 */
export interface Quantity {
  readonly unscaled: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  /** What was written, where the API server keeps it as it is instead of rewriting it. */
  readonly text?: string;
}

const DECIMAL: ReadonlyMap<string, number> = new Map([
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
]);
const BINARY: ReadonlyMap<string, number> = new Map([
  ["Ki", 10],
  ["Mi", 20],
  ["Gi", 30],
  ["Ti", 40],
  ["Pi", 50],
  ["Ei", 60],
]);
const DECIMAL_SUFFIX = new Map(Array.from(DECIMAL, ([suffix, power]) => [power, suffix]));
const BINARY_SUFFIX = new Map(Array.from(BINARY, ([suffix, power]) => [power, suffix]));

const SYNTAX = /^([+-]?)([0-9]*)(?:\.([0-9]*))?((?:[eEinumkKMGTP]+[+-]?[0-9]*|[+-][0-9]*)?)$/;
const MAX = 2n ** 63n - 1n;
const SMALLEST_EXPONENT = -9;
/** The server takes more digits and larger exponents, and then computes for minutes. */
const MOST_DIGITS = 4096;

/** Nothing: the start of a sum. */
export const ZERO: Quantity = { unscaled: 0n, exponent: 0, format: "DecimalSI" };

/**
 * Reads a quantity as the API server does, surrounding white space included. Numbers are what
 * YAML makes of an unquoted `cpu: 2`. More than nine decimal places are rounded up; a binary
 * quantity beyond 2^63-1 is capped.
 *
 * @throws {SyntaxError} with the text of {@link quantityProblem}.
 * @see k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity, UnmarshalJSON
 */
export function parseQuantity(source: string | number): Quantity {
  const quantity = read(String(source));
  if (quantity === undefined) throw new SyntaxError(explain(String(source)));
  return quantity;
}

/** What is wrong with a quantity and what to write instead; undefined when the server takes it. */
export function quantityProblem(source: string | number): string | undefined {
  return read(String(source)) === undefined ? explain(String(source)) : undefined;
}

/** Manifests say the same few amounts again and again. */
const known = new Map<string, Quantity>();
const MOST_KNOWN = 1024;
const LONGEST_KNOWN = 32;

function read(source: string): Quantity | undefined {
  const found = known.get(source);
  if (found) return found;
  const quantity = readAnew(source);
  if (quantity && source.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(source, quantity);
  }
  return quantity;
}

function readAnew(source: string): Quantity | undefined {
  const text = source.length > MOST_DIGITS ? "" : trim(source);
  const parts = text === "" ? null : SYNTAX.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", digits = "", fraction = "", suffix = ""] = parts;
  const unit = unitOf(suffix);
  if (unit === undefined) return undefined;
  if (digits + fraction === "" && !isZeroWithoutDigits(unit)) return undefined;
  const whole = digits.replace(/^0+/, "") || "0";
  const magnitude = BigInt(whole + fraction);
  const written = { magnitude, exponent: unit.power - fraction.length };
  let amount =
    unit.format === "BinarySI" ? binary(magnitude, fraction.length, unit.power) : written;
  if (amount.exponent < SMALLEST_EXPONENT) amount = roundUp(amount);
  let format = unit.format;
  if (format === "BinarySI" && amount.magnitude !== 0n) {
    const scale = 10n ** BigInt(-amount.exponent);
    if (amount.magnitude > MAX * scale) amount = { magnitude: MAX, exponent: 0 };
    else if (amount.magnitude < scale) format = "DecimalSI";
  }
  const unscaled = sign === "-" ? -amount.magnitude : amount.magnitude;
  const value = { unscaled, exponent: amount.exponent, format };
  return isKeptAsWritten(whole, fraction, unit) ? { ...value, text } : value;
}

interface Unit {
  readonly format: QuantityFormat;
  /** Of ten, or of two for BinarySI. */
  readonly power: number;
}

function unitOf(suffix: string): Unit | undefined {
  const decimal = DECIMAL.get(suffix);
  if (decimal !== undefined) return { format: "DecimalSI", power: decimal };
  const power = BINARY.get(suffix);
  if (power !== undefined) return { format: "BinarySI", power };
  if (!/^[eE][+-]?[0-9]{1,30}$/.test(suffix)) return undefined;
  const exponent = BigInt(suffix.slice(suffix[1] === "+" ? 2 : 1));
  if (exponent !== BigInt.asIntN(64, exponent)) return undefined;
  const wrapped = Number(BigInt.asIntN(32, exponent));
  if (Math.abs(wrapped) > MOST_DIGITS) return undefined;
  return { format: "DecimalExponent", power: wrapped };
}

interface Amount {
  readonly magnitude: bigint;
  readonly exponent: number;
}

function binary(magnitude: bigint, places: number, power: number): Amount {
  return { magnitude: magnitude << BigInt(power), exponent: 0 - places };
}

function roundUp({ magnitude, exponent }: Amount): Amount {
  if (magnitude === 0n) return { magnitude, exponent: SMALLEST_EXPONENT };
  const divisor = 10n ** BigInt(SMALLEST_EXPONENT - exponent);
  return { magnitude: (magnitude + divisor - 1n) / divisor, exponent: SMALLEST_EXPONENT };
}

/** The server takes "m" and "Ki" for zero, but not "Pi" and "Ei". */
function isZeroWithoutDigits({ format, power }: Unit): boolean {
  return format === "BinarySI" ? power < 50 : power >= SMALLEST_EXPONENT;
}

/** The server's short cut: a number it holds in 64 bits and takes for canonical keeps its text. */
function isKeptAsWritten(whole: string, fraction: string, unit: Unit): boolean {
  const digits = whole + fraction;
  if (unit.format === "BinarySI") {
    const precision = 14 - whole.length - Math.trunc((unit.power * 3) / 10);
    return fraction === "" && precision >= 0 && (BigInt(digits) & 7n) !== 0n;
  }
  const scale = unit.power - fraction.length;
  if (digits.length > 18 || scale < SMALLEST_EXPONENT) return false;
  return scale % 3 === 0 && !digits.endsWith("000") && digits[0] !== "0";
}

/**
 * Prints a quantity as the API server stores and shows it: `1000m` as `1`, `1024Mi` as `1Gi`,
 * `1.5Gi` as `1536Mi`. (Beyond `999E` and `1023Ei` the server drops the suffix; so does this.)
 *
 * @see k8s.io/apimachinery/pkg/api/resource/quantity.go String, CanonicalizeBytes
 */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.unscaled === 0n) return "0";
  return (quantity.format === "BinarySI" && formatBinary(quantity)) || formatDecimal(quantity);
}

function formatBinary({ unscaled, exponent }: Quantity): string | undefined {
  const scale = 10n ** BigInt(Math.abs(exponent));
  if (exponent < 0 && unscaled % scale !== 0n) return undefined;
  let number = exponent < 0 ? unscaled / scale : unscaled * scale;
  if (number > -1024n && number < 1024n) return undefined;
  let power = 0;
  while (number % 1024n === 0n) {
    number /= 1024n;
    power += 10;
  }
  return `${number}${BINARY_SUFFIX.get(power) ?? ""}`;
}

function formatDecimal({ unscaled, exponent, format }: Quantity): string {
  let number = unscaled;
  let power = exponent;
  while (number % 10n === 0n) {
    number /= 10n;
    power += 1;
  }
  while (power % 3 !== 0) {
    number *= 10n;
    power -= 1;
  }
  const suffix = DECIMAL_SUFFIX.get(power) ?? "";
  return format === "DecimalExponent" && power !== 0 ? `${number}e${power}` : `${number}${suffix}`;
}

function trim(text: string): string {
  return text.replace(/^[\t-\r \u0085\u00a0]+|[\t-\r \u0085\u00a0]+$/g, "");
}

function explain(source: string): string {
  const text = source.slice(0, 200).trim();
  const problem = `${quote(source)} is not a quantity`;
  if (text.endsWith("%"))
    return `${problem}: an amount is needed, not a share; write "500m" or "512Mi"`;
  const [, number, word = ""] = /^([+-]?[0-9]*[.,]?[0-9]*)\s*([a-z]*)$/i.exec(text) ?? [];
  if (number === undefined || !/[0-9]/.test(number)) {
    return `${problem}: write a number with a unit, such as "500m" or "2" (CPU), "512Mi" or "1Gi" (memory)`;
  }
  const suffixes = suffixesMeantBy(word);
  if (suffixes === undefined) {
    return `${problem}: there is no unit ${quote(word)}; units are m, k, M, G, T, P, E and Ki, Mi, Gi, Ti, Pi, Ei`;
  }
  const amounts = suffixes.map((suffix) => quote(number.replace(",", ".") + suffix));
  return `${problem}: write ${amounts.join(" or ")}`;
}

function suffixesMeantBy(word: string): string[] | undefined {
  if (DECIMAL.has(word) || BINARY.has(word)) return [word];
  const lower = word.toLowerCase();
  if (/^(b|bytes?|c|cpus?|vcpus?|cores?)$/.test(lower)) return [""];
  if (/^(milli|millis|mcpu|millicores?|millicpus?)$/.test(lower)) return ["m"];
  const [, letter = "", i] = /^([kmgtpe])(i?)b?(?:ytes?)?$/.exec(lower) ?? [];
  if (letter === "") return undefined;
  const binarySuffix = `${letter.toUpperCase()}i`;
  return i === "i" ? [binarySuffix] : [letter === "k" ? "k" : letter.toUpperCase(), binarySuffix];
}
