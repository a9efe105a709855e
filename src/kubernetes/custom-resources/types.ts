import type { FieldPath } from "../validation/field-path.ts";
import type { Result } from "./result.ts";
import type { Structural } from "./structural.ts";

/** The largest number that a float without a fraction counts as an integer with. */
const LARGEST_INTEGER = 2 ** 53 - 1;

/** Whether Go reads a number of JSON as an int64; others it reads as a float64. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/**
 * Whether a value is of the type that its schema wants.
 *
 * @see k8s.io/kube-openapi/pkg/validation/validate/type.go
 */
export function checkType(
  value: unknown,
  schema: Structural,
  path: FieldPath,
  to: Result,
): boolean {
  const isRight = value === null ? isNullable(schema) : isTyped(value, schema);
  if (isRight) to.passed++;
  else to.block("wrong type", path, ...mistyped(value, schema));
  return isRight;
}

function isNullable({ types, nullable }: Structural): boolean {
  return types.length === 0 || nullable;
}

function isTyped(value: unknown, { types, format }: Structural): boolean {
  const isNumeric = types.includes("number") || types.includes("integer");
  // A list where a text with a format is wanted is let through.
  const isLetThrough =
    format !== "" && !isNumeric && (typeof value === "string" || Array.isArray(value));
  return isLetThrough || isOfType(value, types);
}

function isOfType(value: unknown, types: readonly string[]): boolean {
  if (typeof value === "number") {
    if (types.includes("number")) return true;
    const isWhole = Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER;
    return types.includes("integer") && (isInt64(value) || isWhole);
  }
  return types.includes(typeOf(value));
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

const named: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

function mistyped(value: unknown, { types, format }: Structural): [string, string | undefined] {
  const wanted = types.map((type) => named[type] ?? type).join(" or ") || `text (${format})`;
  return [`${describe(value)} stands where ${wanted} is needed`, rewritten(value, types)];
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object";
  // Without the value: it may be a secret.
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

function rewritten(value: unknown, types: readonly string[]): string | undefined {
  if (value === null) return "leave it out, or give it a value";
  if (types.includes("string") && typeof value !== "object") return "put it into quotes";
  if (types[0] === "array" && typeof value === "object") return 'begin each item with "- "';
  if (typeof value !== "string") return undefined;
  const isNumber = /^-?\d+$/.test(value) && /integer|number/.test(types[0] ?? "");
  const isTruth = /^(true|false)$/.test(value) && types[0] === "boolean";
  return isNumber || isTruth ? `without quotes: ${value}` : undefined;
}
