import { parseAddress } from "../ip.ts";
import { isRequestUrl } from "../url.ts";
import { isEmail } from "./addresses.ts";

/** The formats of texts since which minor a server looks at them; it knows them without hyphens. */
const since: ReadonlyMap<string, number> = new Map(
  (
    "bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 " +
    "creditcard ssn hexcolor rgbcolor byte password date duration datetime"
  )
    .split(" ")
    .map((name): [string, number] => [name, 0])
    .concat([
      ["k8sshortname", 35],
      ["k8slongname", 35],
    ]),
);

/**
 * Whether the server of a minor looks at a format; others it ignores.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go
 */
export function isKnownFormat(format: string, types: readonly string[], minor: number): boolean {
  if (format === "") return false;
  const type = types.length === 1 ? types[0] : "";
  if (type === "integer") return format === "int32" || format === "int64";
  if (type === "number") return format === "float" || format === "double";
  if (type !== "" && type !== "string") return false;
  return minor >= (since.get(format.replaceAll("-", "")) ?? Number.POSITIVE_INFINITY);
}

/**
 * Whether a text is what its format says.
 *
 * @see k8s.io/kube-openapi/pkg/validation/strfmt
 */
export function fitsFormat(text: string, format: string): boolean {
  return checks[format.replaceAll("-", "")]?.(text) ?? true;
}

/** An example of a format, for messages. */
export function exampleOf(format: string): string | undefined {
  return examples[format.replaceAll("-", "")];
}

const examples: Readonly<Record<string, string>> = {
  uri: "https://example.com/path",
  email: "me@example.com",
  hostname: "www.example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  cidr: "192.0.2.0/24",
  mac: "01:23:45:67:89:ab",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
  date: "2026-01-31",
  datetime: "2026-01-31T12:00:00Z",
  duration: "1h30m",
  byte: "aGVsbG8=",
  hexcolor: "#1e90ff",
};

const BYTE = "(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])";
const RGB = new RegExp(`^rgb\\(\\s*${BYTE}\\s*,\\s*${BYTE}\\s*,\\s*${BYTE}\\s*\\)$`);
const SHORT_NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const LONG_NAME = new RegExp(`^${SHORT_NAME}(\\.${SHORT_NAME})*$`);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const CARD =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/;
const LABEL = "[a-zA-Z0-9\\p{S}\\p{L}]";
const HOSTNAME = new RegExp(
  `^(${LABEL}((-?${LABEL}{0,62})?)|(${LABEL}(([a-zA-Z0-9\\-\\p{S}\\p{L}]{0,61}${LABEL})?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$`,
  "u",
);

const checks: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: (text) => /^[0-9a-f]{24}$/i.test(text),
  uri: isRequestUrl,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => text.includes(".") && sloppyAddress(text) !== undefined,
  ipv6: (text) => text.includes(":") && parseAddress(text) !== undefined,
  cidr: isCidr,
  mac: isMac,
  uuid: (text) => isUuid(text, "[0-9a-f]", "[0-9a-f]"),
  uuid3: (text) => isUuid(text, "3", "[0-9a-f]"),
  uuid4: (text) => isUuid(text, "4", "[89ab]"),
  uuid5: (text) => isUuid(text, "5", "[89ab]"),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCard,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  rgbcolor: (text) => RGB.test(text),
  byte: (text) => BASE64.test(text),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && isLongName(text) && !text.includes("."),
  k8slongname: (text) => text.length <= 253 && isLongName(text),
};

function isLongName(text: string): boolean {
  return text.length <= 253 && LONG_NAME.test(text);
}

/** Go's parser of old: leading zeros are let through. */
function sloppyAddress(text: string) {
  return parseAddress(text.replace(/(^|[.:])0+(?=\d{1,3}(\.|$))/g, "$1"));
}

function isCidr(text: string): boolean {
  const slash = text.lastIndexOf("/");
  const address = slash < 0 ? undefined : sloppyAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !/^\d{1,6}$/.test(length)) return false;
  return Number(length) <= (text.includes(":") ? 128 : 32);
}

function isHostname(text: string): boolean {
  return (
    Buffer.byteLength(text) <= 255 &&
    HOSTNAME.test(text) &&
    text.split(".").every((part) => Buffer.byteLength(part) <= 63)
  );
}

/** @see net.ParseMAC: 6, 8 or 20 bytes, with one separator throughout or none */
function isMac(text: string): boolean {
  const pairs = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*)$/i.test(text);
  if (pairs) return [17, 23, 59].includes(text.length);
  if (/^[0-9a-f]+$/i.test(text)) return [12, 16, 40].includes(text.length);
  return /^[0-9a-f]{4}(\.[0-9a-f]{4})+$/i.test(text) && [14, 19, 49].includes(text.length);
}

const uuids = new Map<string, RegExp>();

function isUuid(text: string, version: string, variant: string): boolean {
  const key = version + variant;
  const pattern =
    uuids.get(key) ??
    new RegExp(
      `^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`,
      "i",
    );
  uuids.set(key, pattern);
  return pattern.test(text);
}

function digitsOf(text: string): string {
  return text.replace(/[\t\n\f\r -]+/g, "");
}

function isIsbn10(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false;
  const values = [...digits].map((digit) => (digit === "X" ? 10 : Number(digit)));
  return values.reduce((sum, value, index) => sum + value * (index + 1), 0) % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^[0-9]{13}$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1),
    0,
  );
  return sum % 10 === 0;
}

function isCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, "");
  if (!CARD.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 ? 2 : 1);
    return total + (value >= 10 ? (value % 10) + 1 : value);
  }, 0);
  return sum % 10 === 0;
}

/** @see time.Parse("2006-01-02") */
function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const last = new Date(Date.UTC(2000, Number(month), 0));
  last.setUTCFullYear(Number(year), Number(month), 0);
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isMonth && Number(day) >= 1 && Number(day) <= last.getUTCDate();
}

/** Laxer than RFC 3339: any character may stand before the fraction. */
function isDateTime(text: string): boolean {
  const [date = "", time] = text.toLowerCase().split("t");
  if (time === undefined || !isDate(date)) return false;
  const clock = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/u.exec(
    time,
  );
  return clock !== null && clock[1]! <= "23" && clock[2]! <= "59" && clock[3]! <= "59";
}

const LARGEST = 2n ** 63n - 1n;
const GO_DURATION = /^(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/;
const UNITS: readonly [readonly string[], string][] = [
  [["ns"], "nano"],
  [["us", "µs"], "micro"],
  [["ms"], "milli"],
  [["s"], "sec"],
  [["m"], "min"],
  [["h", "hr"], "hour"],
  [["d"], "day"],
  [["w", "wk"], "week"],
];

/** A duration as Go writes it; else any text in which a number with a unit is found. */
function isDuration(text: string): boolean {
  const found = [...text.matchAll(/(?<!\d)(\d+)[\t\n\f\r ]*([A-Za-zµ]+)/g)];
  if (found.some(([, digits = ""]) => digits.length > 18 && BigInt(digits) > LARGEST)) return false;
  if (/^[-+]?0$/.test(text)) return true;
  let rest = text.replace(/^[-+]/, "");
  for (let part = GO_DURATION.exec(rest); part; part = GO_DURATION.exec(rest)) {
    rest = rest.slice(part[0].length);
    if (rest === "") return true;
  }
  return found.some(([, , word = ""]) => {
    const unit = word.toLowerCase();
    return UNITS.some(([exact, start]) => exact.includes(unit) || unit.startsWith(start));
  });
}
