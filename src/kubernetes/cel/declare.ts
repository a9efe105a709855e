import type { JsonSchema } from "../json-schema.ts";
import type { Environment } from "./compile.ts";
import { escapeField } from "./field-names.ts";
import { MOST_BYTES_OF_REQUEST } from "./limits.ts";
import { withResourceFields } from "./structured-value.ts";
import {
  bool,
  bytes,
  type CelType,
  double,
  duration,
  dyn,
  int,
  listOf,
  mapOf,
  optionalOf,
  string,
  structOf,
  timestamp,
} from "./type.ts";

/** How a value of a custom resource looks to the rules at its schema, and how large it can get. */
export interface Declared {
  readonly type: CelType;
  /** How many items, entries, or bytes of text there can be at most. */
  readonly most: number;
  /** The least number of bytes that JSON needs for such a value. */
  readonly leastBytes: number;
  /** Of an object, by the names that expressions use. */
  readonly fields?: ReadonlyMap<string, Declared>;
  /** Of a list or a map. */
  readonly values?: Declared;
}

export interface DeclareOptions {
  /** The root of a custom resource: apiVersion, kind and the names in its metadata can be seen. */
  readonly resourceRoot?: boolean;
}

const SHORTEST_TEXT = 2;
const SHORTEST_DURATION = 3;
const DATE = 12;
const SHORTEST_DATE_TIME = 21;
const LONGEST_TIME = 32;
const LONGEST_TEXT = MOST_BYTES_OF_REQUEST - 2;

const known = [new WeakMap<JsonSchema, Declared>(), new WeakMap<JsonSchema, Declared>()] as const;
let objects = 0;

/**
 * The type of a schema for its rules.
 *
 * @returns undefined for a schema that rules cannot see: without a type, or a list or map of such
 * @see k8s.io/apiserver/pkg/cel/common/schemas.go SchemaDeclType
 */
export function declare(
  schema: JsonSchema,
  { resourceRoot = false }: DeclareOptions = {},
): Declared | undefined {
  const cache = known[resourceRoot ? 1 : 0];
  const before = cache.get(schema);
  if (before) return before;
  const made = make(schema, resourceRoot);
  if (made) cache.set(schema, made);
  return made;
}

function inner(schema: JsonSchema): Declared | undefined {
  return declare(schema, { resourceRoot: schema["x-kubernetes-embedded-resource"] === true });
}

function make(given: JsonSchema, resourceRoot: boolean): Declared | undefined {
  if (given["x-kubernetes-int-or-string"])
    return { type: dyn, most: lengthOf(given) ?? LONGEST_TEXT, leastBytes: 1 };
  const schema = resourceRoot ? withResourceFields(given) : given;
  switch (schema.type) {
    case "array":
      return makeList(schema);
    case "object":
      return typeof schema.additionalProperties === "object"
        ? makeMap(schema, schema.additionalProperties)
        : makeObject(schema);
    case "string":
      return makeText(schema);
    case "boolean":
      return { type: bool, most: 0, leastBytes: 4 };
    case "number":
      return { type: double, most: 0, leastBytes: 1 };
    case "integer":
      return { type: int, most: 0, leastBytes: 1 };
    default:
      return undefined;
  }
}

function makeList({ items, maxItems }: JsonSchema): Declared | undefined {
  const values = items && inner(items);
  if (!values) return undefined;
  const most = bounded(maxItems) ?? Math.floor(LONGEST_TEXT / (values.leastBytes + 1));
  return { type: listOf(values.type), most, leastBytes: 2, values };
}

function makeMap({ maxProperties }: JsonSchema, of: JsonSchema): Declared | undefined {
  const values = inner(of);
  if (!values) return undefined;
  const most = bounded(maxProperties) ?? Math.floor(LONGEST_TEXT / (values.leastBytes + 6));
  return { type: mapOf(string, values.type), most, leastBytes: 2, values };
}

function makeObject({ properties = {}, required = [] }: JsonSchema): Declared {
  const needed = new Set(required);
  const fields = new Map<string, Declared>();
  let leastBytes = 2;
  for (const [name, property] of Object.entries(properties)) {
    const field = inner(property);
    if (!field) continue;
    const escaped = escapeField(name);
    if (escaped !== undefined) fields.set(escaped, field);
    const isFilledIn = property.default !== undefined && property.default !== null;
    if (needed.has(name) && !isFilledIn)
      leastBytes += Buffer.byteLength(name) + field.leastBytes + 4;
  }
  const types = new Map([...fields].map(([name, { type }]) => [name, type]));
  return { type: structOf(`object#${++objects}`, types), most: 0, leastBytes, fields };
}

function makeText(schema: JsonSchema): Declared {
  switch (schema.format) {
    case "byte":
      return {
        type: bytes,
        most: bounded(schema.maxLength) ?? LONGEST_TEXT,
        leastBytes: SHORTEST_TEXT,
      };
    case "duration":
      return { type: duration, most: LONGEST_TIME, leastBytes: SHORTEST_DURATION };
    case "date":
      return { type: timestamp, most: DATE, leastBytes: DATE };
    case "date-time":
      return { type: timestamp, most: LONGEST_TIME, leastBytes: SHORTEST_DATE_TIME };
    default:
      return { type: string, most: mostOfText(schema), leastBytes: SHORTEST_TEXT };
  }
}

function mostOfText(schema: JsonSchema): number {
  const choices = schema.enum ?? [];
  const length = lengthOf(schema);
  if (length !== undefined || choices.length === 0) return length ?? LONGEST_TEXT;
  return Math.max(
    0,
    ...choices.map((choice) => (typeof choice === "string" ? Buffer.byteLength(choice) : 0)),
  );
}

/** The bound is in characters, of which each may take four bytes. */
function lengthOf({ maxLength }: JsonSchema): number | undefined {
  const length = bounded(maxLength);
  return length === undefined ? undefined : length * 4;
}

function bounded(most: number | null | undefined): number | undefined {
  return most === undefined || most === null ? undefined : Math.max(0, most);
}

/**
 * How many values of the type fit into a request: how often a rule may run that stands below a list
 * or a map without a bound.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go maxCardinality
 */
export function cardinality({ leastBytes }: Declared): number {
  return Math.floor(MOST_BYTES_OF_REQUEST / (leastBytes + 1));
}

/**
 * What the rules at a schema may refer to: `self`, and `oldSelf`, the value before an update.
 *
 * @param optionalOldSelf as the rule says it: `oldSelf` is then there on create too, without a value
 */
export function ruleEnvironment(
  { type }: Declared,
  minor: number,
  optionalOldSelf = false,
): Environment {
  return {
    minor,
    variables: { self: type, oldSelf: optionalOldSelf ? optionalOf(type) : type },
  };
}
