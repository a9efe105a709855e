import { formatQuantity, parseQuantity, quantityProblem } from "./quantity.ts";
import type { Schema } from "./schema.ts";

/**
 * A copy of a value with its quantities as the server writes them: `1000m` is `1`, the number 1 the
 * text `1`. Custom resources keep what they were given, so this is for Kubernetes' own kinds.
 */
export function canonical(value: unknown, schema: Schema): unknown {
  if (schema.type === "quantity") return canonicalQuantity(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return schema.items ? value.map((item) => canonical(item, schema.items!)) : value;
  }
  if (!schema.values && schema.fields.size === 0) return value;
  const entries = Object.entries(value).map(([key, part]) => {
    const inner = schema.fields.get(key) ?? schema.values;
    return [key, inner ? canonical(part, inner) : part];
  });
  return Object.fromEntries(entries);
}

function canonicalQuantity(value: unknown): unknown {
  const isText = typeof value === "string" || typeof value === "number";
  return isText && quantityProblem(value) === undefined
    ? formatQuantity(parseQuantity(value))
    : value;
}
