import type { Fields } from "../fields.ts";
import { Complaints } from "../validation/complaints.ts";
import { FieldPath } from "../validation/field-path.ts";
import type { Judged, Judgement } from "../validation/judge.ts";
import { validateObjectMeta } from "../validation/object-meta.ts";
import { splitApiVersion } from "../versions.ts";
import {
  bundledDefinition,
  bundledVersions,
  type Defined,
  type Definition,
  definedBy,
} from "./definition.ts";
import { checkEmbedded, readEmbedded } from "./embedded.ts";
import { fill } from "./fill.ts";
import { warnOfFinalizers } from "./finalizers.ts";
import { checkListTypes } from "./list-types.ts";
import { loadPatterns } from "./patterns.ts";
import { Previous } from "./previous.ts";
import { read } from "./read.ts";
import { Result } from "./result.ts";
import { checkRules } from "./rules.ts";
import { checkScale } from "./scale.ts";
import { check } from "./values.ts";

/** Why an object of a custom kind cannot be judged. */
export type Unchecked =
  /** No definition of the kind is at hand. */
  | { readonly why: "unknown kind" }
  /** The bundled definition of the kind, which may be older or newer, has other versions. */
  | { readonly why: "unknown version"; readonly versions: readonly string[] };

/**
 * Says what the server says of custom resources: by the definitions that are given, else by those
 * of the bundled operators.
 */
export class CustomResources {
  readonly minor: number;
  /** By `group/Kind`. */
  private readonly given: ReadonlyMap<string, Defined>;

  private constructor(minor: number, given: ReadonlyMap<string, Defined>) {
    this.minor = minor;
    this.given = given;
  }

  /**
   * @param definitions the CustomResourceDefinitions that the server has; of objects that define
   *   nothing it takes no notice
   * @param used `apiVersion` and `kind` of what will be judged: what that needs is loaded
   */
  static async of(
    minor: number,
    definitions: Iterable<unknown>,
    used: Iterable<{ readonly apiVersion: string; readonly kind: string }>,
  ): Promise<CustomResources> {
    const found = [...definitions].flatMap((each) => definedBy(each, minor) ?? []);
    const given = new Map(found.map((each) => [`${each.group}/${each.kind}`, each]));
    const resources = new CustomResources(minor, given);
    // A test says that what is bundled has no pattern that needs to be loaded.
    const needed = [...used].flatMap(({ apiVersion, kind }) => {
      const { group, version } = splitApiVersion(apiVersion);
      return given.get(`${group}/${kind}`)?.versions.get(version)?.schema ?? [];
    });
    await loadPatterns(needed);
    return resources;
  }

  /** What a create would be answered with, or why that cannot be said. */
  create(object: Judged): Judgement | Unchecked {
    return this.judge(object, undefined);
  }

  /** What an update from an old state would be answered with. */
  update(object: Judged, old: Judged): Judgement | Unchecked {
    return this.judge(object, old);
  }

  private find(apiVersion: string, kind: string): Definition | undefined {
    const { group, version } = splitApiVersion(apiVersion);
    const given = this.given.get(`${group}/${kind}`);
    if (given) return given.versions.get(version);
    return bundledDefinition(apiVersion, kind, this.minor);
  }

  private judge(object: Judged, old: Judged | undefined): Judgement | Unchecked {
    const { apiVersion, kind } = object;
    const definition = this.find(apiVersion, kind);
    if (!definition) return this.missing(apiVersion, kind);
    const to = new Complaints(this.minor);
    const filled = this.complete(object, definition, to);
    if (!filled) return verdict(to, undefined);
    const stored = old && this.complete(old, definition, new Complaints(this.minor));
    validate(filled, stored, definition, to);
    if (to.errors.length > 0) return verdict(to, filled);
    if (definition.warning !== undefined) to.warn(FieldPath.root, definition.warning);
    warnOfFinalizers(filled, stored, to);
    return verdict(to, filled);
  }

  private missing(apiVersion: string, kind: string): Judgement | Unchecked {
    const { group, version } = splitApiVersion(apiVersion);
    const given = this.given.get(`${group}/${kind}`);
    if (given) {
      const to = new Complaints(this.minor);
      to.unsupported(FieldPath.root.field("apiVersion"), version, given.versions.keys());
      return verdict(to, undefined);
    }
    const versions = bundledVersions(apiVersion, kind);
    return versions.length > 0 ? { why: "unknown version", versions } : { why: "unknown kind" };
  }

  /** @returns the object as it is validated; undefined where the server could not read it */
  private complete(object: Judged, definition: Definition, to: Complaints): Fields | undefined {
    const { schema, hasStatus } = definition;
    const filled = read(object, schema, FieldPath.root, to) as Fields;
    readEmbedded(filled, schema, FieldPath.root, to);
    // A value of a wrong type stops the server; of an unknown field it goes on to tell more.
    if (to.errors.some(({ reason }) => reason === "wrong type")) return undefined;
    filled.metadata ??= {};
    fill(filled, schema);
    if (hasStatus) delete filled.status;
    return filled;
  }
}

function validate(
  object: Fields,
  old: Fields | undefined,
  definition: Definition,
  to: Complaints,
): void {
  const { schema, kind, namespaced, scale } = definition;
  const meta = { kind, namespaced, plainFinalizers: true };
  validateObjectMeta(object.metadata ?? {}, meta, FieldPath.root.field("metadata"), to);
  const result = new Result();
  check(object, schema, FieldPath.root, result, old && new Previous(object, old, schema));
  to.errors.push(...result.found);
  if (scale) checkScale(object, scale, to);
  for (const name of schema.names)
    checkEmbedded(object[name], schema.property(name), FieldPath.root.field(name), to);
  if (!old || hasUniqueItems(old, definition)) checkListTypes(object, schema, FieldPath.root, to);
  if (!result.blocks && !to.errors.some(({ reason }) => BLOCKING.has(reason)))
    checkRules(object, old, schema, FieldPath.root, to);
}

/** Of what metadata and lists are refused for, what keeps the server from evaluating rules. */
const BLOCKING: ReadonlySet<string> = new Set(["unsupported", "required", "too long", "too many"]);

function hasUniqueItems(object: Fields, { schema }: Definition): boolean {
  const to = new Complaints(schema.minor);
  checkListTypes(object, schema, FieldPath.root, to);
  return to.errors.length === 0;
}

function verdict({ errors, warnings }: Complaints, filled: Fields | undefined): Judgement {
  return { errors, warnings, filled, topic: "invalid-custom-resource" };
}
