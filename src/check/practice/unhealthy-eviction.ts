import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { counted } from "./shared/tell.ts";

export const unhealthyEviction: Rule = {
  id: "unhealthy-eviction",
  layer: "practice",
  severity: "info",
  title: "budgets that keep pods which do not work",
  why: "by default a pod that is not ready may not be evicted while the budget is not met: one program that crashes holds up the upgrade of every node it is on. It matters to whoever runs the cluster; a data store that recovers may want it so",
  fix: "set unhealthyPodEvictionPolicy: AlwaysAllow, or IfHealthyBudget to say that it is meant",
  bad: changed(WEB, "  unhealthyPodEvictionPolicy: AlwaysAllow\n", ""),
  good: WEB,
  find: (world) => {
    const guilty = inventory(world)
      .all("PodDisruptionBudget")
      .filter(({ object }) => object.spec && object.spec.unhealthyPodEvictionPolicy === undefined);
    const [first] = guilty;
    if (!first) return [];
    const names = listed(guilty.map(({ name }) => name));
    const keep = guilty.length > 1 ? "keep" : "keeps";
    const message = `${counted(guilty.length, "budget")} ${keep} pods that are not ready from being evicted: ${names}`;
    return [foundAt(first, FieldPath.root.field("spec"), message)];
  },
};
