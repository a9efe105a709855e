import type { JsonSchema } from "../json-schema.ts";
import type { FieldPath } from "../validation/field-path.ts";
import type { Result } from "./result.ts";
import type { Structural } from "./structural.ts";

/**
 * Schemas of which at least one, exactly one, all or none must fit. Where none of several fits,
 * the server tells what is wrong by the one that fits best.
 *
 * @see k8s.io/kube-openapi/pkg/validation/validate/schema_props.go
 */
export function checkAlternatives(schema: Structural, by: By, path: FieldPath, to: Result): void {
  checkAnyOf(schema.alternatives("anyOf"), by, path, to);
  checkOneOf(schema.alternatives("oneOf"), by, path, to);
  const all = schema.alternatives("allOf").map(by);
  for (const result of all) to.merge(result);
  if (schema.not && by(schema.not).isValid)
    to.add("invalid", path, `is what may not be: ${sketch(schema.not)}`);
}

/** Holds the value against another schema. */
type By = (schema: Structural) => Result;

function checkAnyOf(schemas: readonly Structural[], by: By, path: FieldPath, to: Result): void {
  let best: Result | undefined;
  for (const each of schemas) {
    const result = by(each);
    if (result.isValid) {
      to.merge(result);
      return;
    }
    if (best === undefined || result.passed > best.passed) best = result;
  }
  if (best === undefined) return;
  to.add("invalid", path, `must fit at least one of: ${schemas.map(sketch).join("; ")}`);
  to.merge(best);
}

function checkOneOf(schemas: readonly Structural[], by: By, path: FieldPath, to: Result): void {
  let best: Result | undefined;
  let first: Result | undefined;
  let fitting = 0;
  for (const each of schemas) {
    const result = by(each);
    if (result.isValid) {
      fitting++;
      first ??= result;
    } else if (fitting === 0 && (best === undefined || result.passed > best.passed)) best = result;
  }
  if (schemas.length === 0) return;
  if (fitting === 1) {
    to.merge(first as Result);
    return;
  }
  const found = fitting === 0 ? "none of them fits" : `${fitting} of them fit`;
  to.add("invalid", path, `must fit exactly one of: ${schemas.map(sketch).join("; ")}; ${found}`);
  if (fitting === 0) to.merge(best as Result);
}

/** What a schema asks for, in few words. */
function sketch({ schema }: Structural): string {
  return sketchOf(schema);
}

function sketchOf(schema: JsonSchema): string {
  const { required, type, enum: choices, pattern, format, not, properties } = schema;
  const parts: string[] = [];
  if (type) parts.push(type === "integer" ? "a whole number" : type);
  if (choices) parts.push(choices.map((choice) => JSON.stringify(choice)).join(" or "));
  if (pattern) parts.push(`the pattern ${pattern}`);
  if (format) parts.push(`the format ${format}`);
  if (required && required.length > 0) parts.push(required.join(" and "));
  if (not) parts.push(`not ${sketchOf(not)}`);
  for (const [name, part] of Object.entries(properties ?? {})) {
    const asked = sketchOf(part);
    if (asked !== "") parts.push(`${name} ${asked}`);
  }
  return parts.join(", ") || bounds(schema);
}

function bounds(schema: JsonSchema): string {
  const said = Object.entries(schema).filter(([, value]) => typeof value !== "object");
  return said.map(([word, value]) => `${word} ${String(value)}`).join(", ");
}
