import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";

export const emptyBudget: Rule = {
  id: "empty-budget",
  layer: "practice",
  severity: "warning",
  title: "PodDisruptionBudgets that demand nothing",
  why: "all pods may be evicted at once, as if the budget were not there. It matters to whoever relies on it",
  fix: "set maxUnavailable: 1",
  bad: changed(WEB, "  maxUnavailable: 1\n", ""),
  good: WEB,
  find: (world) =>
    inventory(world)
      .all("PodDisruptionBudget")
      .flatMap((item) => {
        const { minAvailable, maxUnavailable } = item.object.spec ?? {};
        const demandsNothing = minAvailable === undefined && maxUnavailable === undefined;
        const message = `the budget ${item.name} has neither minAvailable nor maxUnavailable`;
        return demandsNothing ? [foundAt(item, FieldPath.root.field("spec"), message)] : [];
      }),
};
