import { quantityProblem } from "../../quantity.ts";

/** The fields of a JSON object, by their types; objects and lists of them are nested. */
export interface Shape {
  readonly [field: string]: "string" | "int32" | "quantity" | "any" | Shape | readonly [Shape];
}

type Fields = Record<string, unknown>;

/**
 * Reads JSON in an annotation as Go's encoding/json does: names of fields in any case, others
 * skipped, nulls left out.
 *
 * @returns undefined where it cannot be read, and is ignored
 */
export function readAnnotation(text: string | undefined, shape: Shape | readonly [Shape]): unknown {
  if (text === undefined) return undefined;
  try {
    return read(JSON.parse(text), shape);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function read(value: unknown, shape: Shape[string]): unknown {
  if (value === null || value === undefined || shape === "any") return value ?? undefined;
  if (typeof shape === "string") {
    if (fits(value, shape)) return value;
    throw new TypeError(`not a ${shape}`);
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw new TypeError("not a list");
    return value.map((item) => read(item, shape[0] as Shape) ?? {});
  }
  if (typeof value !== "object" || Array.isArray(value)) throw new TypeError("not an object");
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const fields: Fields = {};
  for (const [key, given] of Object.entries(value)) {
    const name = names.get(key.toLowerCase());
    const part = name === undefined ? undefined : read(given, (shape as Shape)[name] ?? "any");
    if (name !== undefined && part !== undefined) fields[name] = part;
  }
  return fields;
}

function fits(value: unknown, type: "string" | "int32" | "quantity"): boolean {
  if (type === "string") return typeof value === "string";
  if (type === "int32") return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
  const isWritten = typeof value === "string" || typeof value === "number";
  return isWritten && quantityProblem(value) === undefined;
}
