import { type Filler, fillerOf } from "../defaults.ts";
import { findKind, type Kind } from "../kinds.ts";
import { loadRe2For } from "../re2/index.ts";
import { type Schema, schemaOf } from "../schema.ts";
import { splitApiVersion } from "../versions.ts";
import { type Complaint, Complaints, type Warning } from "./complaints.ts";
import { decode } from "./decode.ts";
import { FieldPath } from "./field-path.ts";
import { loaders } from "./groups.ts";
import type { DecodedObject, GroupRules, KindRules } from "./kind-rules.ts";
import { validateObjectMeta } from "./object-meta.ts";

/** What a server says of one object. */
export interface Judgement {
  readonly errors: readonly Complaint[];
  readonly warnings: readonly Warning[];
  /** The object with its defaults, as it is validated; undefined where it could not be read. */
  readonly filled: DecodedObject | undefined;
  /** The same as it was most likely meant, where it could not be read for `"80"` instead of `80`. */
  readonly meant?: DecodedObject | undefined;
  /** The rule of `check` that errors below the metadata belong to; undefined without such rules. */
  readonly topic: string | undefined;
}

/** An object of a known kind. */
export interface Judged extends DecodedObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The groups whose objects hold schemas or expressions, and with them patterns. */
const WITH_EXPRESSIONS: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "resource.k8s.io",
]);

/** Says what the server of one minor says of objects of built-in kinds. */
export class Judge {
  readonly minor: number;
  private readonly groups: ReadonlyMap<string, GroupRules>;

  private constructor(minor: number, groups: ReadonlyMap<string, GroupRules>) {
    this.minor = minor;
    this.groups = groups;
  }

  /** Loads what judging these objects needs, and no more. */
  static async of(minor: number, objects: readonly Judged[]): Promise<Judge> {
    const groupOf = ({ apiVersion }: Judged) => splitApiVersion(apiVersion).group;
    await loadRe2For(objects.filter((each) => WITH_EXPRESSIONS.has(groupOf(each))));
    const wanted = new Set(objects.map(groupOf));
    const known = [...wanted].filter((group) => Object.hasOwn(loaders, group));
    const loaded = known.map(async (group) => {
      const { rules } = await (loaders[group] as (typeof loaders)[string])();
      return [group, rules] as const;
    });
    return new Judge(minor, new Map(await Promise.all(loaded)));
  }

  /** Whether a kind is built in, and served in that minor. */
  knows({ apiVersion, kind }: Pick<Judged, "apiVersion" | "kind">): boolean {
    const found = findKind(apiVersion, kind);
    return (
      found !== undefined &&
      found.operator === undefined &&
      schemaOf(apiVersion, kind, this.minor) !== undefined
    );
  }

  /**
   * What a create would be answered with. Everything that is wrong, also what the server would say
   * only after the first of it was mended.
   *
   * @returns undefined for a kind that is not built in, or not served in that minor
   */
  create(object: Judged): Judgement | undefined {
    return this.judge(object, undefined);
  }

  /** What an update from an old state would be answered with. */
  update(object: Judged, old: Judged): Judgement | undefined {
    return this.judge(object, old);
  }

  private judge(object: Judged, old: Judged | undefined): Judgement | undefined {
    const kind = findKind(object.apiVersion, object.kind);
    const schema = schemaOf(object.apiVersion, object.kind, this.minor);
    if (!kind || !schema || kind.operator !== undefined) return undefined;
    const to = new Complaints(this.minor);
    const rules = this.rulesOf(kind);
    const read = decode(object, schema, FieldPath.root, to) as Record<string, unknown>;
    // A value of a wrong type stops the server; of an unknown field it goes on to tell more.
    if (to.errors.some(({ reason }) => reason === "wrong type"))
      return {
        ...result(to, rules, undefined),
        meant: to.lost === 0 ? this.complete(read, kind, schema, rules) : undefined,
      };
    const filled = this.complete(read, kind, schema, rules);
    const stored = old && this.stored(old, kind, schema, rules);
    if (stored) rules?.prepareUpdate?.(filled, stored);
    const meta = {
      kind: kind.kind,
      namespaced: kind.namespaced,
      plainFinalizers: rules?.plainFinalizers ?? false,
    };
    if (!rules?.transient)
      validateObjectMeta(filled.metadata ?? {}, meta, FieldPath.root.field("metadata"), to);
    rules?.validate(filled as never, to);
    if (!stored) rules?.validateCreate?.(filled as never, to);
    if (to.errors.length > 0) return result(to, rules, filled);
    if (stored) rules?.validateUpdate?.(filled as never, stored as never, to);
    if (to.errors.length === 0) rules?.warn?.(filled as never, to);
    return result(to, rules, filled);
  }

  private stored(
    old: Judged,
    kind: Kind,
    schema: Schema,
    rules: KindRules | undefined,
  ): DecodedObject | undefined {
    const to = new Complaints(this.minor);
    const read = decode(old, schema, FieldPath.root, to);
    // No server holds what it could not have read; unknown fields are left out.
    if (to.errors.some(({ reason }) => reason !== "unknown field")) return undefined;
    return this.complete(read as Record<string, unknown>, kind, schema, rules);
  }

  private complete(
    read: Record<string, unknown>,
    kind: Kind,
    schema: Schema,
    rules: KindRules | undefined,
  ): Record<string, unknown> {
    const filler: Filler = fillerOf(kind.type);
    filler.fill(read, schema);
    rules?.prepare?.(read, this.minor);
    return read;
  }

  private rulesOf({ group, version, kind }: Kind): KindRules | undefined {
    const rules = this.groups.get(group);
    return rules?.[`${version}/${kind}`] ?? rules?.[kind];
  }
}

function result(
  { errors, warnings }: Complaints,
  rules: KindRules | undefined,
  filled: DecodedObject | undefined,
): Judgement {
  return { errors, warnings, filled, topic: rules?.topic };
}
