import type { PlanOptions } from "../../deploy/plan/input.ts";

/** What a person lets a deploy do. */
export function planOptionsOf(given: {
  readonly adopt: boolean;
  readonly "take-over": readonly string[];
  readonly recreate: boolean;
  readonly "change-shared": boolean;
  readonly "prune-kind": readonly string[];
  readonly "prune-most": boolean;
}): PlanOptions {
  return {
    adopt: given.adopt,
    takeOver: given["take-over"],
    recreate: given.recreate,
    changeShared: given["change-shared"],
    pruneKinds: given["prune-kind"],
    pruneMost: given["prune-most"],
  };
}
