import { type Component, defineComponent } from "./component.ts";
import type { Override } from "./options/override.ts";
import { aBoolean, aString, objectOf, optional, whole } from "./shape.ts";
import { aScope } from "./volume.ts";
import { callSite } from "./where.ts";

export interface PriorityOptions {
  /** Higher goes first; at most 1,000,000,000. */
  readonly value: number;
  /** Evict pods of lower priority to make room. Default: `true`. */
  readonly preempts?: boolean;
  readonly description?: string;
  /** `"shared"`: one object for all environments of a cluster. Default: one for each environment. */
  readonly scope?: "shared" | "environment";
}

export interface Priority extends Component<Override<PriorityOptions> | false, "PriorityClass"> {}

/** Which pods go first when the cluster is full. */
export function priority(name: string, options: PriorityOptions): Priority {
  const site = callSite(priority);
  return defineComponent<Priority, PriorityOptions>({ sort: "priority", name, options, site });
}

export const priorityCheck = objectOf<PriorityOptions>({
  value: whole(-2_147_483_648, 1_000_000_000),
  preempts: optional(aBoolean),
  description: optional(aString),
  scope: optional(aScope),
});
