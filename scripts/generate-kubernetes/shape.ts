/**
 * The generator's own form of a schema, close to what is stored: every object with fields is a
 * named type, everything else is described where it is used.
 */
export interface Shape {
  /**
   * A scalar (`string`, `int32`, `intOrString`, ...), `list`, `map`, `any`, or a reference to a
   * type.
   */
  is: string;
  items?: Shape;
  values?: Shape;
  enum?: unknown[];
  /**
   * Rules in the words of JSON Schema and of the `x-kubernetes-` extensions without that prefix.
   */
  rules?: Record<string, unknown>;
}

/** A field of a type, over the minors that know it. */
export interface FieldShape extends Shape {
  required?: true;
  deprecated?: true;
}

export interface TypeShape {
  fields: Record<string, FieldShape>;
  /** Rules on the object as a whole. */
  rules?: Record<string, unknown>;
}

/** References are written `file:Type`. */
export type Types = Map<string, TypeShape>;

/** Which minors a kind is about, and how its resource is called. */
export interface KindShape {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  verbs: string[];
  subresources: string[];
  /** Where the subresource `scale` of a custom resource finds its values. */
  scale?: Record<string, string>;
  /** `file:Type` of the whole object. */
  type: string;
  /** The minor since which it is deprecated; true where that is not known. */
  deprecated?: number | true;
}

/**
 * The `x-kubernetes-` extensions and JSON Schema words that are kept, under the name they are
 * stored by.
 */
export const RULES: Readonly<Record<string, string>> = {
  "x-kubernetes-list-type": "listType",
  "x-kubernetes-list-map-keys": "listMapKeys",
  "x-kubernetes-map-type": "mapType",
  "x-kubernetes-patch-strategy": "patchStrategy",
  "x-kubernetes-patch-merge-key": "patchMergeKey",
  "x-kubernetes-unions": "unions",
  "x-kubernetes-validations": "validations",
  "x-kubernetes-embedded-resource": "embeddedResource",
  "x-kubernetes-preserve-unknown-fields": "preserveUnknownFields",
  default: "default",
  nullable: "nullable",
  pattern: "pattern",
  minLength: "minLength",
  maxLength: "maxLength",
  minimum: "minimum",
  maximum: "maximum",
  exclusiveMinimum: "exclusiveMinimum",
  exclusiveMaximum: "exclusiveMaximum",
  multipleOf: "multipleOf",
  minItems: "minItems",
  maxItems: "maxItems",
  uniqueItems: "uniqueItems",
  minProperties: "minProperties",
  maxProperties: "maxProperties",
  oneOf: "oneOf",
  anyOf: "anyOf",
  allOf: "allOf",
  not: "not",
};

/** The kept rules of a JSON Schema node, or nothing. */
export function rulesOf(node: Record<string, unknown>): Record<string, unknown> | undefined {
  const rules: Record<string, unknown> = {};
  for (const [word, name] of Object.entries(RULES)) {
    if (node[word] !== undefined) rules[name] = node[word];
  }
  return Object.keys(rules).length > 0 ? rules : undefined;
}

/** True where a description declares the field itself, not one of its values, deprecated. */
export function saysDeprecated(description: unknown): boolean {
  return (
    typeof description === "string" &&
    /(^|\n\s*|[.!"] )deprecated[:.]|^\w+ is (a )?deprecated\b|\bthis field is deprecated\b/i.test(
      description,
    )
  );
}

/** The file part of a reference. */
export function fileOf(type: string): string {
  return type.slice(0, type.indexOf(":"));
}

export function apiVersionOf({ group, version }: { group: string; version: string }): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The types that a schema leads to directly. */
export function referencesOf(shape: Shape): string[] {
  const inner = [shape.items, shape.values].flatMap((part) => (part ? referencesOf(part) : []));
  return shape.is.includes(":") ? [shape.is, ...inner] : inner;
}
