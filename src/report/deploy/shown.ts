import { type ObjectRef, refOf } from "../../client/object.ts";
import type { DeployEvent } from "../../deploy/events.ts";
import type { Action, FieldChange, Growth, Plan, PlannedObject } from "../../deploy/plan/plan.ts";

export type ShownChange = Omit<FieldChange, "steps">;

/** What is shown of an object in a plan: nothing of its contents, they may be secret. */
export interface ShownObject {
  readonly ref: ObjectRef;
  readonly part: string | undefined;
  readonly action: Action;
  readonly why: string | undefined;
  readonly changes: readonly ShownChange[];
  readonly restarts: boolean;
  readonly risk: string | undefined;
  readonly grows: readonly Growth[];
  readonly takesFrom: readonly string[];
  readonly adoptedFrom: string | undefined;
  readonly yields: PlannedObject["yields"];
  readonly warnings: readonly string[];
}

export type ShownPlan = Omit<Plan, "objects" | "left"> & {
  readonly objects: readonly ShownObject[];
  /** How many objects stay as they are, where only some components are deployed. */
  readonly left?: number;
};

export type ShownEvent =
  | Exclude<DeployEvent, { readonly type: "plan" }>
  | { readonly type: "plan"; readonly plan: ShownPlan };

export function shownEvent(event: DeployEvent): ShownEvent {
  return event.type === "plan" ? { type: "plan", plan: shownPlan(event.plan) } : event;
}

export function shownPlan(plan: Plan): ShownPlan {
  const { release, revision, digest, objects, prunes, stops } = plan;
  const left = plan.left.length > 0 ? { left: plan.left.length } : {};
  return { release, revision, digest, objects: objects.map(shownObject), ...left, prunes, stops };
}

/** Field by field, so that what a plan comes to hold later is not shown unseen. */
function shownObject(planned: PlannedObject): ShownObject {
  const { wanted, applied, action, why, changes, restarts, risk } = planned;
  const { grows, takesFrom, adoptedFrom, yields, warnings } = planned;
  return {
    ref: refOf(applied),
    part: wanted.part,
    action,
    why,
    changes: changes.map(({ path, before, after, cause }) => ({ path, before, after, cause })),
    restarts,
    risk,
    grows,
    takesFrom,
    adoptedFrom,
    yields,
    warnings,
  };
}
