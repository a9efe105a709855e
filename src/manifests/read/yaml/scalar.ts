/** A scalar that YAML allows and JSON cannot hold. */
export const NOT_JSON: unique symbol = Symbol("not JSON");

/** What a plain scalar comes to. */
export type Resolved = null | boolean | number | string | typeof NOT_JSON;

const words: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
  ...spelled(true, "y", "yes", "true", "on"),
  ...spelled(false, "n", "no", "false", "off"),
  ...spelled(null, "null"),
  ["", null],
  ["~", null],
  ...[".nan", ".NaN", ".NAN"].map((word): [string, Resolved] => [word, NOT_JSON]),
  ...["", "+", "-"].flatMap((sign) =>
    [".inf", ".Inf", ".INF"].map((word): [string, Resolved] => [sign + word, NOT_JSON]),
  ),
]);

function spelled(value: boolean | null, ...lower: string[]): [string, Resolved][] {
  return lower.flatMap((word) => {
    const capital = word[0]!.toUpperCase() + word.slice(1);
    return [word, capital, word.toUpperCase()].map((form): [string, Resolved] => [form, value]);
  });
}

/** Whether a scalar that begins with this character may be anything but a text. */
const hints: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  "+-.0123456789yYnNtTfFoO~".includes(String.fromCharCode(code)),
);

/**
 * What a plain scalar without a tag means to kubectl: YAML 1.1 as Go's library has it, without times
 * and numbers to the base of 60.
 *
 * @see go.yaml.in/yaml/v2 resolve.go
 */
export function resolvePlain(text: string): Resolved {
  if (text === "") return null;
  if (hints[text.charCodeAt(0)] !== true) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  if (first > 57) return text;
  if (first === 46) return fraction(text) ?? text;
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  return integer(plain) ?? decimal(plain) ?? text;
}

const simple = /^-?(?:0|[1-9]\d{0,14})$/;
const based = /^([-+]?)0(?:[xX]([\da-fA-F]+)|[bB]([01]+)|[oO]?([0-7]+))$/;

/** As Go's `strconv.ParseInt(text, 0, 64)`, else `ParseUint`. */
function integer(text: string): number | undefined {
  if (simple.test(text)) return Number(text) + 0;
  if (/^[-+]?(?:0|[1-9]\d*)$/.test(text)) return fitting(BigInt(text.replace("+", "")), text[0]);
  const match = based.exec(text);
  if (match === null) return undefined;
  const [, sign, hex, binary, octal] = match;
  const [prefix, digits] =
    hex !== undefined ? ["0x", hex] : binary !== undefined ? ["0b", binary] : ["0o", octal];
  const size = BigInt(prefix! + digits!);
  return fitting(sign === "-" ? -size : size, sign);
}

/** Only numbers without a sign may take all of 64 bits. */
function fitting(value: bigint, sign: string | undefined): number | undefined {
  const limit = sign === "-" || sign === "+" ? 1n << 63n : 1n << 64n;
  return value < limit && value >= -(1n << 63n) ? Number(value) : undefined;
}

const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** One that is too large for a double stays a text. */
function decimal(text: string): number | undefined {
  if (!float.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** As Go's `strconv.ParseFloat`, which takes underscores between digits. */
function fraction(text: string): number | undefined {
  const isOne = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(text);
  return isOne ? decimal(text.replaceAll("_", "")) : undefined;
}

/**
 * The key that a plain scalar becomes in JSON; NOT_JSON for what cannot be a key.
 *
 * @see sigs.k8s.io/yaml yaml.go, convertToJSONableObject
 */
export function keyText(value: Resolved, text: string): string | typeof NOT_JSON {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (value === null) return NOT_JSON;
  if (value === NOT_JSON) return infinite(text);
  if (integer(text.replaceAll("_", "")) === undefined) return goFloat(value);
  const whole = wholeNumber(text);
  return whole >= 1n << 63n ? NOT_JSON : String(whole);
}

function infinite(text: string): string {
  if (/nan/i.test(text)) return ".nan";
  return text.startsWith("-") ? "-.inf" : ".inf";
}

function wholeNumber(text: string): bigint {
  const plain = text.replaceAll("_", "");
  const digits = plain.replace(/^[-+]/, "").replace(/^0(?=[0-7])/, "0o");
  return plain.startsWith("-") ? -BigInt(digits) : BigInt(digits);
}

/** As Go's `strconv.FormatFloat(value, 'g', -1, 32)`. */
function goFloat(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? ".inf" : "-.inf";
  if (single === 0) return Object.is(single, -0) ? "-0" : "0";
  let shortest = single.toExponential(8);
  for (let digits = 0; digits < 8; digits++) {
    const shorter = single.toExponential(digits);
    if (Math.fround(Number(shorter)) !== single) continue;
    shortest = shorter;
    break;
  }
  const [mantissa, exponent] = shortest.split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(shortest));
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
