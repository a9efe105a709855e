import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import type { Item, Target } from "../objects/inventory.ts";

/** A place in an object that names another object. */
export interface Reference {
  readonly from: Item;
  /** Where the name is written. */
  readonly path: FieldPath;
  readonly target: Target;
  /** The key of a ConfigMap or Secret that is asked for; undefined: the object itself is enough. */
  readonly key: { readonly name: string; readonly path: FieldPath } | undefined;
  /** The port of a Service that is asked for, by name or number. */
  readonly port: PortAsked | undefined;
  /** Whether all is well without it. */
  readonly optional: boolean;
  /** Whether it is enough to know that it is not there: nothing breaks yet. */
  readonly isWeak: boolean;
  /** What needs it, in a few words: `the environment of container web`. */
  readonly use: string;
}

export interface PortAsked {
  readonly port: string | number;
  readonly path: FieldPath;
}
