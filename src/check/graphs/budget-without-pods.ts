import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { idleBudgets } from "./selectors/idle-budgets.ts";

export const budgetWithoutPods: Rule = {
  id: "budget-without-pods",
  layer: "graphs",
  severity: "warning",
  title: "a PodDisruptionBudget whose selector matches no pod",
  why: "nothing is guarded: a drain of nodes may take all the pods at once that it was meant for",
  fix: "select labels that a pod template of the namespace has",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: wbe } }
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
  find: (world: World) => idleBudgets(world).values(),
};
