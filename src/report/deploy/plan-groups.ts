import type { ShownObject, ShownPlan } from "./shown.ts";

/** Objects of one component; those of none have no part. */
export interface PlanGroup {
  readonly part: string | undefined;
  /** Made anew from nothing, with nothing more to say of them. */
  readonly created: readonly ShownObject[];
  /** What is there and changes, and everything else that a person should see by itself. */
  readonly told: readonly ShownObject[];
}

/** What a plan does, by component in the order of the definition; then what belongs to none. */
export function planGroups({ objects }: ShownPlan): PlanGroup[] {
  const shown = objects.filter(
    ({ action, warnings, adoptedFrom }) =>
      action !== "none" || warnings.length > 0 || adoptedFrom !== undefined,
  );
  const parts = [...Map.groupBy(shown, ({ part }) => part)];
  const last = (part: string | undefined) => (part === undefined ? 1 : 0);
  return parts
    .sort(([a], [b]) => last(a) - last(b))
    .map(([part, all]) => {
      const [created, told] = [all.filter(isPlain), all.filter((each) => !isPlain(each))];
      return { part, created, told };
    });
}

function isPlain(object: ShownObject): boolean {
  const { action, why, adoptedFrom, risk, changes } = object;
  const lists = [changes, object.takesFrom, object.yields, object.grows, object.warnings];
  return (
    action === "create" &&
    lists.every(({ length }) => length === 0) &&
    [why, adoptedFrom, risk].every((each) => each === undefined)
  );
}
