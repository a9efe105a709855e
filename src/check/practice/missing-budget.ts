import { idleBudgets } from "../graphs/selectors/idle-budgets.ts";
import type { Item } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { WEB } from "./shared/example.ts";
import { guarded, serving } from "./shared/serving.ts";
import { about } from "./shared/tell.ts";

const [DEPLOYMENT, SERVICE] = WEB.split("---\n") as [string, string];

export const missingBudget: Rule = {
  id: "missing-budget",
  layer: "practice",
  severity: "info",
  title: "several pods behind a Service that may all be evicted at once",
  why: "when nodes are emptied for an upgrade, nothing keeps the last of the pods until others are ready. It matters where the cluster's administrators, or its autoscaler, are not asked each time",
  fix: "add a PodDisruptionBudget with maxUnavailable: 1 and unhealthyPodEvictionPolicy: AlwaysAllow",
  bad: `${DEPLOYMENT}---\n${SERVICE}`,
  good: WEB,
  find: (world) =>
    serving(world).flatMap(({ workload, scale }) => {
      if (scale.minimum < 2 || guarded(world).has(workload)) return [];
      const { item } = workload;
      // A budget for it that matches no pod is told for that.
      if (isMeant(world, item)) return [];
      const message = `no PodDisruptionBudget covers the ${scale.minimum} pods of ${item.kind} ${item.name}`;
      return [about(item, message)];
    }),
};

/** Going by the names: `web-pdb` and `web`. */
function isMeant(world: World, { namespace, name }: Item): boolean {
  return [namespace, undefined]
    .flatMap((space) => idleByNamespace(world).get(space) ?? [])
    .some((budget) => budget.name.includes(name) || name.includes(budget.name));
}

const idleByNamespace = once((world) =>
  Map.groupBy(idleBudgets(world).keys(), ({ namespace }) => namespace),
);
