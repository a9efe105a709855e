import { type Environment, tables } from "../environment.ts";
import { nameOf, ofKind, plainName } from "../given.ts";
import { column, joined, type Varying } from "../varying.ts";

/** How many pods stay while nodes are drained. */
export interface BudgetRow {
  readonly name: string;
  readonly bound: Varying<string>;
}

export function budgetRows(environments: readonly Environment[]): readonly BudgetRow[] {
  const rows = tables(environments, (environment) =>
    ofKind(environment, "PodDisruptionBudget").map(({ object, entry }) => {
      const { minAvailable, maxUnavailable } = object.spec ?? {};
      const bound =
        minAvailable !== undefined ? `${minAvailable} stay` : `${maxUnavailable} may be missing`;
      return [plainName(environment, nameOf(entry)), bound] as const;
    }),
  );
  return joined(rows).map((row) => ({ name: row.key, bound: column(row, (bound) => bound) }));
}
