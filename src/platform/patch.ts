import type { Kinds } from "../kubernetes/types/index.ts";
import { type AnyComponent, type Component, isComponent } from "./component.ts";
import { type Check, isPlainObject } from "./shape.ts";
import { type CallSite, callSite } from "./where.ts";

type KindOf<C> = C extends Component<unknown, infer K> ? K : never;

/** A change to objects after they are rendered; one that changes nothing is an error. */
export interface Patch {
  readonly component: AnyComponent;
  readonly kind: string;
  readonly change: (object: never) => void;
  readonly site: CallSite;
}

export const aPatch: Check = {
  says: "what patch() returns",
  accepts: (value) => isPlainObject(value) && typeof value.change === "function",
  test: (value, path, report) => {
    if (!isComponent((value as Patch).component))
      report(path, "patches no component", 'patch(backend, "Deployment", …)');
  },
};

/**
 * Changes a rendered object where the language has no word for it. It runs last; one that finds no
 * object, or changes nothing, is an error.
 *
 * @example
 * patch(backend, "Deployment", (d) => {
 *   d.spec.revisionHistoryLimit = 3;
 * });
 */
export function patch<C extends AnyComponent, K extends KindOf<C> & keyof Kinds>(
  component: C,
  kind: K,
  change: (object: Kinds[K]) => void,
): Patch {
  return { component, kind, change: change as Patch["change"], site: callSite(patch) };
}
