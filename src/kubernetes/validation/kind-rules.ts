import type { Complaints } from "./complaints.ts";

/** An object that is decoded, with its defaults. */
export type DecodedObject = Readonly<Record<string, unknown>>;

/**
 * What the server's code asks of one kind beyond its schema. `T` is what the validators take the
 * object for: `Decoded<Deployment>`.
 */
export interface KindRules<T = never> {
  /** The rule of `check` that its findings belong to, such as `invalid-workload`. */
  readonly topic: string;
  /**
   * Whether finalizers without a prefix are let through: in the kinds whose validation calls
   * apimachinery's ValidateObjectMeta, or none, instead of core's.
   */
  readonly plainFinalizers?: true;
  /** The object is a question, answered and not stored: it needs no name. */
  readonly transient?: true;
  /**
   * Changes the object as the server does before it validates: drops fields behind gates that are
   * off, sets what it allocates itself.
   *
   * @see the PrepareForCreate of the kind's strategy in k8s.io/kubernetes/pkg/registry
   */
  readonly prepare?: (object: Record<string, unknown>, minor: number) => void;
  /**
   * Changes the new object of an update, after `prepare`, as the server fills and drops fields by
   * what was there before.
   *
   * @see the PrepareForUpdate of the kind's strategy in k8s.io/kubernetes/pkg/registry
   */
  readonly prepareUpdate?: (object: Record<string, unknown>, old: DecodedObject) => void;
  /** Metadata is validated by `object-meta.ts`, before. */
  readonly validate: (object: T, to: Complaints) => void;
  /** What only a new object is asked, in addition to `validate`. */
  readonly validateCreate?: (object: T, to: Complaints) => void;
  /** Warns of what is accepted: called when nothing was wrong. */
  readonly warn?: (object: T, to: Complaints) => void;
  /**
   * What may not change. Called when the new object by itself is fine, in addition to `validate`.
   */
  readonly validateUpdate?: (object: T, old: T, to: Complaints) => void;
}

/** By kind; by `version/Kind` where versions differ. */
export type GroupRules = Readonly<Record<string, KindRules>>;

/** Says for what object rules are written: `rulesFor<Decoded<Pod>>({…})`. */
export function rulesFor<T>(rules: KindRules<T>): KindRules {
  // The judge hands each kind's rules only what was decoded by that kind's schema.
  return rules as unknown as KindRules;
}
