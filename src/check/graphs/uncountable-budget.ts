import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import { areTogether } from "../objects/together.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { isOverwritten } from "./kustomize/selectors.ts";
import { budgetOverlaps } from "./selectors/budget-overlaps.ts";
import { budgets } from "./selectors/budgets.ts";
import { isAside } from "./selectors/pods.ts";

const WITHOUT_SCALE: ReadonlySet<string> = new Set(["DaemonSet", "Job", "CronJob"]);

/** @see k8s.io/kubernetes/pkg/controller/disruption/disruption.go getExpectedScale, getScaleController */
export const uncountableBudget: Rule = {
  id: "uncountable-budget",
  layer: "graphs",
  severity: "warning",
  title: "a PodDisruptionBudget in shares over pods that have no scale",
  why: "for maxUnavailable and percentages the controller asks how many pods there are to be; a DaemonSet and a Job cannot tell, so the budget fails with SyncFailed and allows no eviction of any of its pods",
  fix: "write minAvailable with a number, or select only pods of Deployments, StatefulSets and the like",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: agent }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: agent } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: "example.com/agent:v1" }] }
`,
  good: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: (world: World) => {
    const overlapping = new Set(
      budgetOverlaps(world).flatMap(({ guarding }) => guarding.map(({ budget }) => budget)),
    );
    return budgets(world).flatMap(({ budget, selector, selection }) => {
      // A selector that is too wide is told once; evictions fail in any case.
      if (overlapping.has(budget) || isOverwritten(world, selector)) return [];
      const { minAvailable, maxUnavailable } = budget.object.spec ?? {};
      if (maxUnavailable === undefined && typeof minAvailable !== "string") return [];
      const without = selection.pods.filter(
        (pods) =>
          WITHOUT_SCALE.has(pods.item.kind) &&
          pods.workload !== undefined &&
          areTogether(budget, pods.item) &&
          !isAside(pods),
      );
      if (without.length === 0) return [];
      const field = maxUnavailable === undefined ? "minAvailable" : "maxUnavailable";
      const message = `${field} ${maxUnavailable ?? minAvailable} cannot be worked out for the pods of ${listedItems(without.map(({ item }) => item))}`;
      return [foundAt(budget, FieldPath.root.field("spec", field), message)];
    });
  },
};
