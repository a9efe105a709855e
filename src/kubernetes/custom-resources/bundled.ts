import type { JsonSchema } from "../json-schema.ts";
import type { Field, Rules, Schema } from "../schema.ts";

/** Schemas by the name of their type, so that types that many places share are made once. */
const made = new Map<string, JsonSchema>();

/**
 * The schema of a bundled custom resource in the words of its definition; of the metadata only what
 * the definition asks of it.
 *
 * @param schema of the whole object
 */
export function jsonSchemaOf(schema: Schema): JsonSchema {
  const { typeName = "" } = schema;
  const known = made.get(typeName);
  if (known) return known;
  const { metadata, ...properties } = Object.fromEntries(schema.fields);
  const restriction = metadata?.rules.allOf?.[0] as JsonSchema | undefined;
  const whole: JsonSchema = {
    ...objectOf(Object.entries(properties), metadata?.required ? ["metadata"] : []),
    ...wordsOf(schema.rules),
  };
  const root: JsonSchema = {
    ...whole,
    properties: { ...whole.properties, metadata: { ...restriction, type: "object" } },
  };
  made.set(typeName, root);
  return root;
}

function convert(schema: Schema): JsonSchema {
  if (schema.typeName === undefined) return { ...shapeOf(schema), ...wordsOf(schema.rules) };
  const known = made.get(schema.typeName) ?? objectOf(schema.fields);
  made.set(schema.typeName, known);
  // What is said of the type holds here too, and more may be said of this place.
  return { ...known, ...wordsOf(schema.rules) };
}

function objectOf(
  fields: Iterable<readonly [string, Field]>,
  required: readonly string[] = [],
): JsonSchema {
  const all = [...fields];
  const needed = all.flatMap(([name, field]) => (field.required ? [name] : []));
  const names = [...required, ...needed];
  return {
    type: "object",
    properties: Object.fromEntries(all.map(([name, field]) => [name, convert(field)])),
    ...(names.length > 0 && { required: names }),
  };
}

function shapeOf({ type, items, values }: Schema): JsonSchema {
  switch (type) {
    case "list":
      return { type: "array", ...(items && { items: convert(items) }) };
    case "map":
      return { type: "object", additionalProperties: mapOf(values) };
    case "any":
      return {};
    case "bytes":
      return { type: "string", format: "byte" };
    case "dateTime":
      return { type: "string", format: "date-time" };
    case "int32":
    case "int64":
      return { type: "integer", format: type };
    case "intOrString":
      return { "x-kubernetes-int-or-string": true };
    default:
      return { type };
  }
}

function mapOf(values: Schema | undefined): JsonSchema | boolean {
  const isAnything = values?.type === "any" && Object.keys(values.rules).length === 0;
  return values === undefined || isAnything ? true : convert(values);
}

const EXTENSIONS: ReadonlySet<keyof Rules> = new Set([
  "listType",
  "listMapKeys",
  "mapType",
  "validations",
  "embeddedResource",
  "preserveUnknownFields",
]);

function wordsOf(rules: Rules): JsonSchema {
  const words = Object.entries(rules).map(([name, value]) => [
    EXTENSIONS.has(name as keyof Rules) ? extensionOf(name) : name,
    value,
  ]);
  return Object.fromEntries(words) as JsonSchema;
}

/** `listMapKeys` is `x-kubernetes-list-map-keys`. */
function extensionOf(name: string): string {
  return `x-kubernetes-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
