import type { JsonSchema } from "../json-schema.ts";
import type { ValidationRule } from "../types/apiextensions.ts";
import { isKnownFormat } from "./formats.ts";

const NONE: readonly never[] = [];

/**
 * A schema made ready to look into objects with: what it says in lookups, and its parts made when a
 * value first needs them.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/structural.go
 */
export class Structural {
  readonly schema: JsonSchema;
  readonly minor: number;
  /** Empty: any type. */
  readonly types: readonly string[];
  /** Empty where it has none that the server of this minor looks at. */
  readonly format: string;
  readonly nullable: boolean;
  readonly required: readonly string[];
  readonly enum: readonly unknown[];
  readonly keepsUnknown: boolean;
  readonly isEmbedded: boolean;
  readonly listType: string | undefined;
  readonly listMapKeys: readonly string[];
  readonly validations: readonly ValidationRule[];
  /** Undefined where no schema tells which further fields there may be. */
  readonly additional: Structural | boolean | undefined;
  private readonly built = new Map<string, Structural>();
  private readonly lists: Partial<Record<"allOf" | "anyOf" | "oneOf", readonly Structural[]>> = {};
  private defaulted: readonly string[] | undefined;
  private madeItems: Structural | undefined;
  private madeNot: Structural | undefined;

  constructor(schema: JsonSchema, minor: number) {
    this.schema = schema;
    this.minor = minor;
    const isIntOrString = schema["x-kubernetes-int-or-string"] === true;
    this.types = isIntOrString ? ["integer", "string"] : schema.type ? [schema.type] : NONE;
    const format = schema.format ?? "";
    this.format = isKnownFormat(format, this.types, minor) ? format : "";
    this.nullable = schema.nullable === true;
    this.required = schema.required ?? NONE;
    this.enum = schema.enum ?? NONE;
    this.keepsUnknown = schema["x-kubernetes-preserve-unknown-fields"] === true;
    this.isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
    this.listType = schema["x-kubernetes-list-type"];
    this.listMapKeys = schema["x-kubernetes-list-map-keys"] ?? NONE;
    this.validations = schema["x-kubernetes-validations"] ?? NONE;
    const { additionalProperties } = schema;
    this.additional =
      typeof additionalProperties === "object"
        ? new Structural(additionalProperties, minor)
        : additionalProperties;
  }

  /** The schema of a named field. */
  property(name: string): Structural | undefined {
    const known = this.built.get(name);
    if (known) return known;
    if (!this.has(name)) return undefined;
    const made = new Structural(this.schema.properties?.[name] as JsonSchema, this.minor);
    this.built.set(name, made);
    return made;
  }

  has(name: string): boolean {
    const { properties } = this.schema;
    return properties !== undefined && Object.hasOwn(properties, name);
  }

  get hasDefault(): boolean {
    return this.schema.default !== undefined && this.schema.default !== null;
  }

  /** The names of the fields that have a default. */
  get withDefaults(): readonly string[] {
    this.defaulted ??= this.names.filter((name) => this.property(name)?.hasDefault);
    return this.defaulted;
  }

  /** The names of the fields that the schema knows. */
  get names(): readonly string[] {
    return Object.keys(this.schema.properties ?? {});
  }

  /** The schema of any field: a named one, or one of a map. */
  field(name: string): Structural | undefined {
    const property = this.property(name);
    if (property) return property;
    return typeof this.additional === "object" ? this.additional : undefined;
  }

  /** The schema of a list's items. */
  get items(): Structural | undefined {
    if (this.schema.items) this.madeItems ??= new Structural(this.schema.items, this.minor);
    return this.madeItems;
  }

  get hasAlternatives(): boolean {
    const { allOf, anyOf, oneOf, not } = this.schema;
    return (allOf ?? anyOf ?? oneOf ?? not) !== undefined;
  }

  /** The schemas of which all, at least one, or exactly one must fit. */
  alternatives(word: "allOf" | "anyOf" | "oneOf"): readonly Structural[] {
    const schemas = this.schema[word];
    if (!schemas || schemas.length === 0) return NONE;
    this.lists[word] ??= schemas.map((each) => new Structural(each, this.minor));
    return this.lists[word] as readonly Structural[];
  }

  /** The schema that may not fit. */
  get not(): Structural | undefined {
    if (this.schema.not) this.madeNot ??= new Structural(this.schema.not, this.minor);
    return this.madeNot;
  }

  /** The same as the root of a resource, whose apiVersion, kind and metadata are known. */
  asRoot(): Structural {
    if (this.isEmbedded) return this;
    return new Structural({ ...this.schema, "x-kubernetes-embedded-resource": true }, this.minor);
  }
}
