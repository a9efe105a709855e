import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { OWN_SELECTOR, rivals } from "./selectors/own.ts";
import type { Pods } from "./selectors/pods.ts";

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector */
export const fightingWorkloads: Rule = {
  id: "fighting-workloads",
  layer: "graphs",
  severity: "warning",
  title: "workloads whose selectors match each other's pods",
  why: "what looks for pods by these labels takes both for one: Services, budgets, autoscalers, spread constraints and kubectl logs; StatefulSets, DaemonSets and ReplicaSets written by hand even adopt each other's pods",
  fix: "give each workload a label of its own in its selector and its template; the selector of one that exists cannot change: it is deleted and created anew",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }] }
`,
  find: (world: World) =>
    rivals(world).map((group) => {
      const last = group.at(-1) as Pods;
      const others = listedItems(group.slice(0, -1).map(({ item }) => item));
      const message = `it matches the pods of ${others}, and the other way round`;
      return foundAt(last.item, OWN_SELECTOR, message);
    }),
};
