/** What sort of type: the names of CEL. `struct` has named fields, `opaque` has parameters only. */
export type TypeKind =
  | "bool"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "bytes"
  | "null"
  | "timestamp"
  | "duration"
  | "dyn"
  | "error"
  | "list"
  | "map"
  | "type"
  | "struct"
  | "opaque"
  | "parameter";

/** A type that the checker knows. Types are values: two of the same kind, name and parameters are one. */
export interface CelType {
  readonly kind: TypeKind;
  readonly name: string;
  readonly parameters: readonly CelType[];
  /** Of a struct, by the names that expressions use (see `escapeField`). */
  readonly fields?: ReadonlyMap<string, CelType>;
}

function scalar(kind: TypeKind, name: string = kind): CelType {
  return { kind, name, parameters: [] };
}

export const bool = scalar("bool");
export const int = scalar("int");
export const uint = scalar("uint");
export const double = scalar("double");
export const string = scalar("string");
export const bytes = scalar("bytes");
export const nullType = scalar("null", "null_type");
export const timestamp = scalar("timestamp", "google.protobuf.Timestamp");
export const duration = scalar("duration", "google.protobuf.Duration");
/** Known only when the expression runs. */
export const dyn = scalar("dyn");
/** Where something is wrong already: complaining again would not help. */
export const errorType = scalar("error", "!error!");

export function listOf(items: CelType): CelType {
  return { kind: "list", name: "list", parameters: [items] };
}

export function mapOf(keys: CelType, values: CelType): CelType {
  return { kind: "map", name: "map", parameters: [keys, values] };
}

export function optionalOf(value: CelType): CelType {
  return opaque("optional_type", value);
}

/** The type of a type: of `int`, or of `type(x)`. */
export function typeOf(type: CelType): CelType {
  return { kind: "type", name: "type", parameters: [type] };
}

export function opaque(name: string, ...parameters: CelType[]): CelType {
  return { kind: "opaque", name, parameters };
}

/** Structs with the same name are the same type: give each a name of its own. */
export function structOf(name: string, fields: ReadonlyMap<string, CelType> = new Map()): CelType {
  return { kind: "struct", name, parameters: [], fields };
}

export function parameter(name: string): CelType {
  return scalar("parameter", name);
}

export function isOptional(type: CelType): boolean {
  return type.kind === "opaque" && type.name === "optional_type";
}

/** Whether two types are the same, to the last parameter. */
export function sameType(one: CelType, other: CelType): boolean {
  if (one === other) return true;
  return (
    one.kind === other.kind &&
    one.name === other.name &&
    one.parameters.length === other.parameters.length &&
    one.parameters.every((each, index) => sameType(each, other.parameters[index] as CelType))
  );
}

/** As people write it: `list(string)`. */
export function textOfType(type: CelType): string {
  if (type.kind === "parameter") return "any type";
  if (type.kind === "null") return "null";
  if (type.kind === "struct") return type.name.replace(/#\d+$/, "").replace(/^.*\./, "");
  if (type.kind === "timestamp" || type.kind === "duration") return type.kind;
  const name = type.name === "optional_type" ? "optional" : type.name;
  if (type.parameters.length === 0) return name;
  return `${name}(${type.parameters.map(textOfType).join(", ")})`;
}
