import type { Selector } from "../../../kubernetes/selectors.ts";
import type { PodDisruptionBudget } from "../../../kubernetes/types/policy.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once } from "../../world.ts";
import { indexOfPods, readSelector, type Selection } from "./index-of-pods.ts";

/** A PodDisruptionBudget, and the pods that it guards. */
export interface Guarding {
  readonly budget: Item<Decoded<PodDisruptionBudget>>;
  readonly selector: Selector;
  readonly selection: Selection;
}

/** Every budget with a selector: one without guards nothing. */
export const budgets = once((world): readonly Guarding[] =>
  inventory(world)
    .all("PodDisruptionBudget")
    .flatMap((budget) => {
      const selector = readSelector(budget.object.spec?.selector);
      if (!selector) return [];
      return [
        { budget, selector, selection: indexOfPods(world).select(selector, budget.namespace) },
      ];
    }),
);
