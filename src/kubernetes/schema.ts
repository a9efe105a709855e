import { findKind } from "./kinds.ts";
import { schemaOfType } from "./types-store.ts";
import { NEWEST_MINOR, OLDEST_MINOR } from "./versions.ts";

/**
 * What a value is: an object with known fields, a list, a map from any key, one of the scalars, or
 * anything. `int32` and `int64` are integers of that size, `bytes` is base64 text, `dateTime` RFC
 * 3339 text.
 */
export type SchemaType =
  | "object"
  | "list"
  | "map"
  | "any"
  | "string"
  | "bytes"
  | "dateTime"
  | "boolean"
  | "integer"
  | "int32"
  | "int64"
  | "number"
  | "intOrString"
  | "quantity";

/** A rule in the Common Expression Language; `self` is the value, `oldSelf` the stored one. */
export interface Validation {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/**
 * The rules on a value besides its type, in the words of OpenAPI; the `x-kubernetes-` extensions
 * without that prefix. Lengths and the like are given for custom resources only: the server checks
 * its own kinds in code.
 */
export interface Rules {
  readonly enum?: readonly unknown[];
  readonly format?: string;
  /**
   * How lists merge in server-side apply; a list without it is replaced as a whole, like an
   * `atomic` one.
   */
  readonly listType?: "atomic" | "set" | "map";
  /** The fields that tell the items of a list of type `map` apart. */
  readonly listMapKeys?: readonly string[];
  /** `atomic`: the object is replaced as a whole. */
  readonly mapType?: "atomic" | "granular";
  /** How a strategic merge patch treats the value: `merge`, `retainKeys`, `merge,retainKeys`. */
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  /**
   * A default that the API description itself carries; `defaults.ts` knows those that the server's
   * code sets.
   */
  readonly default?: unknown;
  readonly nullable?: boolean;
  /** The value is a whole object, with its own apiVersion, kind and metadata. */
  readonly embeddedResource?: boolean;
  /** Fields that the schema does not name are kept, not refused or dropped. */
  readonly preserveUnknownFields?: boolean;
  readonly validations?: readonly Validation[];
  readonly unions?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Nested value rules, as plain JSON Schema. */
  readonly oneOf?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly allOf?: readonly unknown[];
  readonly not?: unknown;
}

/** What the API of one minor says about a value. */
export interface Schema {
  readonly type: SchemaType;
  /** The name of an object's type, such as `PodSpec`. */
  readonly name: string | undefined;
  /**
   * The same with the file of the generated data that holds it, such as `core.v1:PodSpec`: no other
   * has it.
   */
  readonly typeName: string | undefined;
  readonly rules: Rules;
  /** The fields of an object; empty for every other type. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Of a list. */
  readonly items: Schema | undefined;
  /** Of a map. */
  readonly values: Schema | undefined;
}

/** A field of an object. */
export interface Field extends Schema {
  readonly required: boolean;
  readonly deprecated: boolean;
}

/**
 * The schema of a kind as a server of one minor has it. Fields behind a feature gate are among
 * them, also where the gate is off by default.
 *
 * @param minor of Kubernetes 1; the newest known one by default. The versions of custom resources
 *   do not depend on it.
 * @returns undefined when that minor does not know the kind in this version.
 */
export function schemaOf(
  apiVersion: string,
  kind: string,
  minor = NEWEST_MINOR,
): Schema | undefined {
  const found = findKind(apiVersion, kind);
  if (!found || minor < found.since || minor > found.until) return undefined;
  return schemaOfType(found.type, minor);
}

/** A path into an object: field names, map keys, and the indices of list items. */
export type Path = readonly (string | number)[];

/**
 * Reads a path as people write it: `spec.template.spec.containers[0].image`; `[]` and `[*]` stand
 * for any item, and `["a.b/c"]` for a key with a dot.
 */
export function parsePath(text: string): Path {
  const steps = text.matchAll(/\[(?:(\d+)|[*]?|"([^"]*)")\]|[^.[\]]+/g);
  return [...steps].map(([step, position, key]) => {
    if (key !== undefined) return key;
    return step.startsWith("[") ? Number(position ?? 0) : step;
  });
}

/** The schema one step into a value: a field, a list's item (a number), a map's value. */
export function stepInto(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === "number") return schema.items;
  return schema.fields.get(step) ?? schema.values;
}

/**
 * The schema at a path.
 *
 * @returns undefined where the path leads to no known field, or to below a value that may be
 *   anything.
 */
export function schemaAt(schema: Schema, path: Path | string): Schema | undefined {
  let found: Schema | undefined = schema;
  for (const step of typeof path === "string" ? parsePath(path) : path) {
    found = found && stepInto(found, step);
  }
  return found;
}

/**
 * The known minors whose API has a path of a kind: what says since when a field is there, or until
 * when it was. Empty for a path that no known minor has.
 */
export function minorsWith(apiVersion: string, kind: string, path: Path | string): number[] {
  const all = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => OLDEST_MINOR + i);
  return all.filter((minor) => {
    const schema = schemaOf(apiVersion, kind, minor);
    return schema !== undefined && schemaAt(schema, path) !== undefined;
  });
}

/**
 * The fields that tell a list's items apart when it is merged; undefined for other values and
 * lists.
 */
export function listKeys(schema: Schema): readonly string[] | undefined {
  return schema.rules.listType === "map" ? schema.rules.listMapKeys : undefined;
}
