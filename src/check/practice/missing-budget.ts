import type { Rule } from "../rule.ts";
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
      const message = `no PodDisruptionBudget covers the ${scale.minimum} pods of ${item.kind} ${item.name}`;
      return [about(item, message)];
    }),
};
