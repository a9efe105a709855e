import { didYouMean } from "../../closest.ts";
import { type Fields, isFields } from "../fields.ts";
import { quote } from "../text.ts";
import type { Complaints } from "../validation/complaints.ts";
import type { FieldPath } from "../validation/field-path.ts";
import type { Structural } from "./structural.ts";

const META = new Set(["apiVersion", "kind", "metadata"]);

/**
 * Copies a value as the server reads it: fields that the schema does not know are complained of and
 * left out, and so are nulls where they mean nothing.
 *
 * @param schema undefined where nothing is known
 * @param keep whether fields that the schema does not know are kept
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/prunenulls.go
 */
export function read(
  value: unknown,
  schema: Structural | undefined,
  path: FieldPath,
  to: Complaints,
  keep = schema?.keepsUnknown ?? false,
): unknown {
  if (keep && !schema) return value;
  if (Array.isArray(value)) {
    const items = schema?.items;
    const keepItems = keep || (items?.keepsUnknown ?? false);
    return value.map((item, index) => read(item, items, path.index(index), to, keepItems));
  }
  if (!isFields(value)) return value;
  const copy: Fields = {};
  for (const name of Object.keys(value)) {
    const given = value[name];
    if (schema?.isEmbedded && META.has(name)) put(copy, name, given);
    else if (isKnown(schema, name)) readKnown(copy, name, given, schema?.field(name), path, to);
    else if (keep) put(copy, name, given);
    else
      to.unknownField(path.field(name), ...unknownField(name, schema), () => schema?.names ?? []);
  }
  return copy;
}

function isKnown(schema: Structural | undefined, name: string): boolean {
  return schema !== undefined && (schema.additional !== undefined || schema.has(name));
}

function readKnown(
  copy: Fields,
  name: string,
  given: unknown,
  field: Structural | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  const isNothing = given === null && field && !field.nullable && !field.hasDefault;
  if (!isNothing) put(copy, name, read(given, field, path.field(name), to));
}

function unknownField(name: string, schema: Structural | undefined): [string, string | undefined] {
  const names = schema?.names ?? [];
  const instead = names.length > 0 ? didYouMean(name, names) : undefined;
  return [`there is no field ${quote(name)} here`, instead];
}

/** Sets a field, also one called "__proto__". */
export function put(fields: Fields, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(fields, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else fields[name] = value;
}
