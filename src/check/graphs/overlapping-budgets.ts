import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { budgetOverlaps } from "./selectors/budget-overlaps.ts";
import type { Guarding } from "./selectors/budgets.ts";

/** @see k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go Create */
export const overlappingBudgets: Rule = {
  id: "overlapping-budgets",
  layer: "graphs",
  severity: "error",
  title: "pods that two PodDisruptionBudgets guard",
  why: "the server answers every eviction of such a pod with error 500: a node that holds one cannot be drained, and cluster upgrades stop there",
  fix: "leave one budget for each pod: narrow a selector, or delete one of them",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: all }
spec:
  maxUnavailable: 1
  selector: {}
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
  good: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: others }
spec:
  maxUnavailable: 1
  selector: { matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }
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
  find: (world: World) =>
    budgetOverlaps(world).map(({ guarding, pods }) => {
      const others = guarding.slice(0, -1).map(({ budget }) => budget);
      const { budget } = guarding.at(-1) as Guarding;
      const guarded = listedItems(pods.map(({ item }) => item));
      const message = `it guards pods of ${guarded}, which ${listedItems(others)} ${others.length > 1 ? "guard" : "guards"} too`;
      return foundAt(budget, FieldPath.root.field("spec", "selector"), message);
    }),
};
