import { isFields } from "../fields.ts";
import type { JsonSchema } from "../json-schema.ts";
import { escapeField, unescapeField } from "./field-names.ts";
import { parseFormatDuration } from "./format-duration.ts";
import { LiteralMap } from "./map-value.ts";
import { sameJson } from "./same-json.ts";
import { parseDate, parseDateTime } from "./time.ts";
import { opaque } from "./type.ts";
import {
  CelError,
  type CelValue,
  isError,
  type ListMode,
  ListValue,
  type MapValue,
  noSuchOverload,
  OpaqueValue,
  type Result,
} from "./value.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface ValueOptions {
  /** The value is a whole resource: its apiVersion, kind and metadata can be seen. */
  readonly resourceRoot?: boolean;
}

/**
 * A part of a custom resource as the rules at its schema see it. What the schema does not name
 * cannot be seen. Parts are read when an expression asks for them.
 *
 * @param value JSON: numbers, texts, lists, objects
 * @returns an error for what does not fit the schema
 * @see k8s.io/apiserver/pkg/cel/common/valuesunstructured.go UnstructuredToVal
 */
export function structuredValue(
  value: unknown,
  schema: JsonSchema,
  { resourceRoot = false }: ValueOptions = {},
): Result {
  if (value === null || value === undefined)
    return schema.nullable
      ? null
      : new CelError("invalid data, got null for schema with nullable=false");
  if (schema["x-kubernetes-int-or-string"]) return intOrString(value);
  switch (schema.type) {
    case "object":
      return isFields(value)
        ? new StructuredMap(value, schema, resourceRoot || isEmbedded(schema))
        : misfit("a map for the provided schema with type=object");
    case "array":
      return Array.isArray(value) ? listOf(value, schema) : misfit("an array");
    case "string":
      return typeof value === "string" ? textOf(value, schema.format) : misfit("string");
    case "number":
      return typeof value === "number" ? value : misfit("float");
    case "integer":
      return Number.isInteger(value) ? BigInt(value as number) : misfit("int");
    case "boolean":
      return typeof value === "boolean" ? value : misfit("bool");
  }
  return schema["x-kubernetes-preserve-unknown-fields"]
    ? new Preserved(value)
    : misfit("a value with a type");
}

/** Without a schema: rules can only compare it. */
class Preserved extends OpaqueValue {
  readonly type = opaque("unknown");
  readonly value: unknown;

  constructor(value: unknown) {
    super();
    this.value = value;
  }

  equals(other: CelValue): boolean {
    return other instanceof Preserved && sameJson(this.value, other.value);
  }
}

function misfit(wanted: string): CelError {
  return new CelError(`invalid data, expected ${wanted}`);
}

function isEmbedded(schema: JsonSchema): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}

function intOrString(value: unknown): Result {
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return BigInt(value as number);
  return misfit("XIntOrString value to be either a string or integer");
}

function textOf(text: string, format: string | undefined): Result {
  switch (format) {
    case "duration":
      return parseFormatDuration(text);
    case "date":
      return parseDate(text);
    case "date-time":
      return parseDateTime(text);
    case "byte":
      return new Uint8Array(Buffer.from(text, "base64"));
    default:
      return text;
  }
}

function listOf(values: readonly unknown[], schema: JsonSchema): Result {
  const { items } = schema;
  if (!items) return new CelError("invalid array type, expected Items with a non-empty Schema");
  const read = values.map((value) => structuredValue(value, items));
  return new ListValue(read, modeOf(schema), true);
}

function modeOf(schema: JsonSchema): ListMode | undefined {
  const type = schema["x-kubernetes-list-type"];
  if (type === "set") return { type, keys: [] };
  if (type !== "map") return undefined;
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  return { type, keys: keys.map((key) => escapeField(key) ?? key) };
}

const text: JsonSchema = { type: "string" };
const resourceFields: Readonly<Record<string, JsonSchema>> = {
  apiVersion: text,
  kind: text,
  metadata: { type: "object", properties: { name: text, generateName: text } },
};

const resources = new WeakMap<JsonSchema, JsonSchema>();

/**
 * The fields that a resource always has for its rules. What its schema says of them counts only
 * where it names all of them.
 */
export function withResourceFields(schema: JsonSchema): JsonSchema {
  const { kind, apiVersion, metadata } = schema.properties ?? {};
  const { name, generateName } = metadata?.properties ?? {};
  const texts = [kind, apiVersion, name, generateName];
  if (metadata?.type === "object" && texts.every((each) => each?.type === "string")) return schema;
  const known = resources.get(schema);
  if (known) return known;
  const made = { ...schema, properties: { ...schema.properties, ...resourceFields } };
  resources.set(schema, made);
  return made;
}

/** An object of a custom resource, or a map in one. */
class StructuredMap implements MapValue {
  readonly isMap = true;
  readonly structured = true;
  private readonly fields: Fields;
  private readonly schema: JsonSchema;
  private readonly hasProperties: boolean;
  private read: Map<string, Result> | undefined;

  constructor(fields: Fields, schema: JsonSchema, resourceRoot: boolean) {
    this.fields = fields;
    this.schema = resourceRoot ? withResourceFields(schema) : schema;
    this.hasProperties = this.schema.properties !== undefined;
  }

  get size(): number {
    return Object.keys(this.fields).length;
  }

  find(key: CelValue): Result | undefined {
    if (typeof key !== "string") return noSuchOverload();
    const name = this.hasProperties ? unescapeField(key) : key;
    if (name === undefined || !Object.hasOwn(this.fields, name)) return undefined;
    const value = this.fields[name];
    if (this.hasProperties && (value === null || value === undefined)) return undefined;
    const known = this.read?.get(name);
    if (known !== undefined) return known;
    const schema = this.schemaOf(name);
    if (!schema) return undefined;
    const result = structuredValue(value, schema);
    this.read ??= new Map();
    this.read.set(name, result);
    return result;
  }

  keys(): CelValue[] {
    const names = Object.keys(this.fields).filter((name) => this.schemaOf(name) !== undefined);
    return this.hasProperties ? names.map((name) => escapeField(name) ?? name) : names;
  }

  get unseen(): ReadonlyMap<string, unknown> {
    return new Map(Object.entries(this.fields).filter(([name]) => !this.schemaOf(name)));
  }

  private schemaOf(name: string): JsonSchema | undefined {
    const { properties, additionalProperties } = this.schema;
    if (!this.hasProperties)
      return typeof additionalProperties === "object" ? additionalProperties : undefined;
    return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
  }
}

/**
 * A value without a schema, as policies see objects: whole numbers are ints, maps have texts for
 * keys.
 */
export function dynamicValue(value: unknown): CelValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return new ListValue(value.map(dynamicValue));
  if (isFields(value)) return new DynamicMap(value);
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

class DynamicMap implements MapValue {
  readonly isMap = true;
  readonly structured = false;
  private readonly fields: Fields;
  private readonly read = new Map<string, CelValue>();

  constructor(fields: Fields) {
    this.fields = fields;
  }

  get size(): number {
    return Object.keys(this.fields).length;
  }

  find(key: CelValue): CelValue | undefined {
    if (typeof key !== "string" || !Object.hasOwn(this.fields, key)) return undefined;
    const known = this.read.get(key);
    if (known !== undefined) return known;
    const made = dynamicValue(this.fields[key]);
    this.read.set(key, made);
    return made;
  }

  keys(): CelValue[] {
    return Object.keys(this.fields);
  }
}

/** Back to JSON, as for a message or a patch; undefined for what JSON cannot say. */
export function jsonOf(value: CelValue): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  if (value instanceof ListValue)
    return [...value].map((item) => (isError(item) ? undefined : jsonOf(item)));
  if (value instanceof LiteralMap || value instanceof DynamicMap)
    return Object.fromEntries(
      value.keys().map((key) => [String(key), jsonOf(value.find(key) as CelValue)]),
    );
  return undefined;
}
