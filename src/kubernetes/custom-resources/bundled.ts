import type { JsonSchema } from "../json-schema.ts";
import type { Rules, Schema } from "../schema.ts";

/** What the schemas that are made here were made from. */
const origins = new WeakMap<JsonSchema, Schema>();

/** The whole objects, by the name of their type. */
const roots = new Map<string, JsonSchema>();

/** Object types by their name, so that one that many places share is made once. */
const types = new Map<string, JsonSchema>();

/**
 * The schema of a bundled custom resource in the words of its definition; of the metadata only what
 * the definition asks of it. Its parts are made when they are first asked for: of most, a few are.
 *
 * @param schema of the whole object
 */
export function jsonSchemaOf(schema: Schema): JsonSchema {
  const { typeName = "" } = schema;
  const known = roots.get(typeName);
  if (known) return known;
  const { metadata } = Object.fromEntries(schema.fields);
  const restriction = metadata?.rules.allOf?.[0] as JsonSchema | undefined;
  const { required, properties } = objectOf(schema);
  const root: JsonSchema = {
    ...wordsOf(schema.rules),
    type: "object",
    required,
    properties: { ...properties, metadata: { ...restriction, type: "object" } },
    "x-kubernetes-embedded-resource": true,
  };
  roots.set(typeName, root);
  return root;
}

/** What a schema that {@link jsonSchemaOf} made, or a part of one, was made from. */
export function originOf(schema: JsonSchema): Schema | undefined {
  return origins.get(schema);
}

function convert(schema: Schema): JsonSchema {
  // What is said of the type holds here too, and more may be said of this place.
  const made = Object.assign(partsOf(schema), wordsOf(schema.rules));
  origins.set(made, schema);
  return made;
}

function partsOf(schema: Schema): JsonSchema {
  if (schema.typeName === undefined) return shapeOf(schema);
  const type = types.get(schema.typeName) ?? objectOf(schema);
  types.set(schema.typeName, type);
  return Object.create(type) as JsonSchema;
}

function objectOf({ fields }: Schema): JsonSchema {
  let properties: Readonly<Record<string, JsonSchema>> | undefined;
  return {
    type: "object",
    get properties() {
      properties ??= Object.fromEntries([...fields].map(([name, field]) => [name, convert(field)]));
      return properties;
    },
    get required() {
      const names = [...fields].flatMap(([name, { required }]) => (required ? [name] : []));
      return names.length > 0 ? names : undefined;
    },
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

/** What is said of a value, in the words of a definition. */
export function wordsOf(rules: Rules): JsonSchema {
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
