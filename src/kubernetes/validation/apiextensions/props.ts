import type { JsonSchema } from "../../json-schema.ts";
import { schemaOfType } from "../../types-store.ts";
import { type Complaint, Complaints } from "../complaints.ts";
import { decode } from "../decode.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * A schema as a definition gives it, with the words that the server knows and refuses.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/types_jsonschema.go
 */
export interface Props
  extends Omit<
    JsonSchema,
    "properties" | "additionalProperties" | "items" | "allOf" | "anyOf" | "oneOf" | "not"
  > {
  readonly properties?: Readonly<Record<string, Props>>;
  readonly additionalProperties?: Props | boolean;
  readonly items?: Props;
  /** `items` where it is a list, of schemas. */
  readonly itemsInOrder?: readonly Props[];
  readonly allOf?: readonly Props[];
  readonly anyOf?: readonly Props[];
  readonly oneOf?: readonly Props[];
  readonly not?: Props;
  readonly id?: string;
  readonly $schema?: string;
  readonly $ref?: string;
  readonly additionalItems?: unknown;
  readonly patternProperties?: Readonly<Record<string, Props>>;
  readonly definitions?: Readonly<Record<string, Props>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly externalDocs?: object;
  readonly example?: unknown;
}

type Raw = Readonly<Record<string, unknown>>;

const LISTS = ["allOf", "anyOf", "oneOf"];
const MAPS = ["properties", "patternProperties", "definitions"];

/**
 * Reads what the general decoder left as it was, since it may be of several types: the schemas of
 * items and of additional properties. Below those, unknown words are let through.
 *
 * @param raw decoded, but for these
 */
export function readProps(raw: Raw, path: FieldPath, to: Complaints): Props {
  const read: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(raw)) {
    const at = path.field(word);
    if (value === null || value === undefined) continue;
    if (LISTS.includes(word)) {
      const schemas = value as readonly Raw[];
      read[word] = schemas.map((each, index) => readProps(each, at.index(index), to));
    } else if (MAPS.includes(word)) {
      const schemas = Object.entries(value as Readonly<Record<string, Raw>>);
      read[word] = Object.fromEntries(
        schemas.map(([name, each]) => [name, readProps(each, at.key(name), to)]),
      );
    } else if (word === "not") read.not = readProps(value as Raw, at, to);
    else if (word === "items") Object.assign(read, readItems(value, at, to));
    else if (word === "additionalProperties" || word === "additionalItems")
      read[word] = readOpen(value, at, to);
    else read[word] = value;
  }
  return read;
}

function readItems(value: unknown, path: FieldPath, to: Complaints): object {
  if (Array.isArray(value))
    return { itemsInOrder: value.map((each, index) => readOpen(each, path.index(index), to)) };
  return typeof value === "object" ? { items: readOpen(value, path, to) } : {};
}

function readOpen(value: unknown, path: FieldPath, to: Complaints): Props | boolean {
  if (typeof value === "boolean") return value;
  const inner = new Complaints(to.minor);
  const schema = schemaOfType("apiextensions.v1:JSONSchemaProps", to.minor);
  const decoded = decode(value, schema, path, inner) as Raw | undefined;
  for (const each of inner.errors) if (isHeard(each)) to.errors.push(each);
  return decoded === undefined ? {} : readProps(decoded, path, to);
}

function isHeard({ reason }: Complaint): boolean {
  return reason !== "unknown field";
}

/** The schemas right below a schema, with the way to them. */
export function* partsOf(props: Props, path: FieldPath): Generator<readonly [Props, FieldPath]> {
  for (const [name, each] of Object.entries(props.properties ?? {}))
    yield [each, path.field("properties").key(name)];
  if (props.items) yield [props.items, path.field("items")];
  if (typeof props.additionalProperties === "object")
    yield [props.additionalProperties, path.field("additionalProperties")];
  for (const word of ["allOf", "anyOf", "oneOf"] as const)
    for (const [index, each] of (props[word] ?? []).entries())
      yield [each, path.field(word).index(index)];
  if (props.not) yield [props.not, path.field("not")];
}

/** Whether a schema, or one within it, is so. */
export function someProps(props: Props, path: FieldPath, is: (each: Props) => boolean): boolean {
  if (is(props)) return true;
  for (const [part, at] of partsOf(props, path)) if (someProps(part, at, is)) return true;
  return false;
}
