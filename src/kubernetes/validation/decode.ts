import { didYouMean } from "../../closest.ts";
import { type Fields, isFields } from "../fields.ts";
import { quantityProblem } from "../quantity.ts";
import type { Schema, SchemaType } from "../schema.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * Reads a value as the server's strict JSON decoder reads it into a Go struct: unknown fields and
 * wrong types are complained of, nulls are left out (in a list or a map they become the empty
 * value). Where something is wrong, what can be read is returned, with `80` for `"80"`.
 *
 * @returns a copy that may be filled with defaults
 * @see sigs.k8s.io/json, k8s.io/apimachinery/pkg/runtime/serializer/json
 */
export function decode(value: unknown, schema: Schema, path: FieldPath, to: Complaints): unknown {
  switch (schema.type) {
    case "object":
      // A RawExtension holds any JSON.
      if (schema.rules.preserveUnknownFields && schema.fields.size === 0)
        return structuredClone(value);
      return isFields(value)
        ? decodeObject(value, schema, path, to)
        : mistyped(value, schema, path, to);
    case "list":
      return Array.isArray(value)
        ? decodeList(value, schema, path, to)
        : mistyped(value, schema, path, to);
    case "map":
      return isFields(value)
        ? decodeMap(value, schema, path, to)
        : mistyped(value, schema, path, to);
    case "any":
      return structuredClone(value);
    default: {
      const problem = scalarProblem(value, schema.type);
      if (problem === undefined) return value;
      if (problem === MISTYPED) return mistyped(value, schema, path, to);
      to.add("wrong type", path, problem);
      to.lost++;
      return undefined;
    }
  }
}

function decodeObject(value: Fields, schema: Schema, path: FieldPath, to: Complaints) {
  const decoded: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const field = schema.fields.get(name);
    const given = value[name];
    if (!field) {
      const instead = didYouMean(name, [...schema.fields.keys()]);
      const message = `there is no field ${quote(name)} here`;
      to.unknownField(path.field(name), message, instead, () => schema.fields.keys());
    } else if (given !== null && given !== undefined) {
      const read = decode(given, field, path.field(name), to);
      if (read !== undefined) decoded[name] = read;
    }
  }
  return decoded;
}

function decodeList(value: readonly unknown[], schema: Schema, path: FieldPath, to: Complaints) {
  const items = schema.items as Schema;
  return value.map((item, index) =>
    item === null ? emptyOf(items.type) : decode(item, items, path.index(index), to),
  );
}

function decodeMap(value: Fields, schema: Schema, path: FieldPath, to: Complaints) {
  const values = schema.values as Schema;
  const decoded: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const given = value[key];
    const read = given === null ? emptyOf(values.type) : decode(given, values, path.key(key), to);
    if (key === "__proto__") ownProperty(decoded, key, read);
    else decoded[key] = read;
  }
  return decoded;
}

/** Assigning to this one name would change the object's prototype. */
function ownProperty(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function emptyOf(type: SchemaType): unknown {
  switch (type) {
    case "object":
    case "map":
      return {};
    case "list":
      return [];
    case "boolean":
      return false;
    case "integer":
    case "int32":
    case "int64":
    case "number":
    case "intOrString":
      return 0;
    case "quantity":
      return "0";
    case "any":
      return null;
    default:
      return "";
  }
}

const MISTYPED = "";

/** @returns undefined when it fits; MISTYPED for a value of another type; else what is wrong */
function scalarProblem(value: unknown, type: SchemaType): string | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? undefined : MISTYPED;
    case "boolean":
      return typeof value === "boolean" ? undefined : MISTYPED;
    case "number":
      return typeof value === "number" ? undefined : MISTYPED;
    case "int32":
      return integerProblem(value, -(2 ** 31), 2 ** 31, "32");
    case "integer":
    case "int64":
      return integerProblem(value, -(2 ** 63), 2 ** 63, "64");
    case "intOrString":
      return typeof value === "string"
        ? undefined
        : integerProblem(value, -(2 ** 31), 2 ** 31, "32");
    case "quantity":
      if (typeof value !== "string" && typeof value !== "number") return MISTYPED;
      return quantityProblem(value);
    case "bytes":
      if (typeof value !== "string") return MISTYPED;
      return isBase64(value) ? undefined : "is not base64";
    case "dateTime":
      if (typeof value !== "string") return MISTYPED;
      return isDateTime(value)
        ? undefined
        : `${quote(value)} is not a time; write it as "2026-01-31T12:00:00Z"`;
    default:
      return undefined;
  }
}

/** @param end the first number that is too large */
function integerProblem(value: unknown, start: number, end: number, bits: string) {
  if (typeof value !== "number") return MISTYPED;
  if (!Number.isInteger(value)) return `${value} is not a whole number`;
  if (value >= start && value < end) return undefined;
  return `${value} does not fit into ${bits} bits`;
}

/** As Go's encoding/json reads a `[]byte`: the standard alphabet, padded; line ends are skipped. */
function isBase64(text: string): boolean {
  const packed = /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, "") : text;
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/;

/** As Go's time.Parse reads RFC 3339. */
function isDateTime(text: string): boolean {
  const parts = RFC3339.exec(text);
  if (!parts) return false;
  const [year, month, day, hour, minute, second, zoneHour = 0, zoneMinute = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const days = new Date(Date.UTC(2000, month, 0));
  days.setUTCFullYear(year, month, 0);
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= days.getUTCDate() &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    zoneHour <= 24 &&
    zoneMinute < 60
  );
}

/** @returns what was meant, where it can only be one thing */
function mistyped(value: unknown, { type }: Schema, path: FieldPath, to: Complaints): unknown {
  to.add(
    "wrong type",
    path,
    `${nameOf(value)} stands where ${wanted[type]} is needed`,
    rewritten(value, type),
  );
  const meant = meantBy(value, type);
  if (meant === undefined) to.lost++;
  return meant;
}

function meantBy(value: unknown, type: SchemaType): unknown {
  if (typeof value === "number" || typeof value === "boolean")
    return type === "string" || type === "intOrString" ? String(value) : undefined;
  if (typeof value !== "string") return undefined;
  if (type === "boolean") return /^(true|false)$/.test(value) ? value === "true" : undefined;
  const isNumber = ["integer", "int32", "int64", "number"].includes(type);
  return isNumber && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  // Without the value: it may be a secret.
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

const wanted: Readonly<Record<SchemaType, string>> = {
  object: "an object",
  list: "a list",
  map: "an object",
  any: "a value",
  string: "text",
  bytes: "base64 text",
  dateTime: "a time in text",
  boolean: "true or false",
  integer: "a whole number",
  int32: "a whole number",
  int64: "a whole number",
  number: "a number",
  intOrString: "a whole number or text",
  quantity: "a quantity",
};

function rewritten(value: unknown, type: SchemaType): string | undefined {
  if (typeof value === "object")
    return type === "list" && value ? 'begin each item with "- "' : undefined;
  if (["string", "bytes", "dateTime", "intOrString"].includes(type)) return "put it into quotes";
  if (typeof value !== "string") return undefined;
  const isNumber = ["integer", "int32", "int64", "number"].includes(type) && /^-?\d+$/.test(value);
  const isTruth = type === "boolean" && /^(true|false)$/.test(value);
  return isNumber || isTruth ? `without quotes: ${value}` : undefined;
}
