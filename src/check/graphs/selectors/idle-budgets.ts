import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { foundAt } from "../../objects/found.ts";
import type { Item } from "../../objects/inventory.ts";
import type { FoundInObject } from "../../rule.ts";
import { once } from "../../world.ts";
import { absence } from "./absent.ts";
import { budgets } from "./budgets.ts";
import { showSelector } from "./index-of-pods.ts";

const PATH = FieldPath.root.field("spec", "selector");

/** PodDisruptionBudgets that guard no pod, with what is told of each. */
export const idleBudgets = once(
  (world): ReadonlyMap<Item<unknown>, FoundInObject> =>
    new Map(
      budgets(world).flatMap(
        ({ budget, selector, selection }): [Item<unknown>, FoundInObject][] => {
          if (selection.pods.length > 0) return [];
          const absent = absence(world, selector, budget, budget.name);
          if (!absent?.isAmongOthers) return [];
          const message = `no pod has the labels ${showSelector(selector)}`;
          return [[budget, foundAt(budget, PATH, message, absent.fix)]];
        },
      ),
    ),
);
