import type { Plan, PlannedObject } from "../plan/plan.ts";

/** What a plan writes; nothing is asked for the rest. */
export function changing({ objects }: Plan): readonly PlannedObject[] {
  return objects.filter(({ action }) => action !== "none" && action !== "skip");
}

/** Whether it is made, for the first time or anew. */
export function isMade({ action }: PlannedObject): boolean {
  return action === "create" || action === "recreate";
}

/** Namespaces that come with the plan. */
export function newNamespaces({ objects }: Plan): ReadonlySet<string> {
  const made = objects.filter(
    ({ applied, live }) => applied.kind === "Namespace" && live === undefined,
  );
  return new Set(made.map(({ applied }) => applied.metadata.name));
}
