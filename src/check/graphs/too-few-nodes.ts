import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { apart } from "./rollout/apart.ts";

export const tooFewNodes: Rule = {
  id: "too-few-nodes",
  layer: "graphs",
  severity: "warning",
  title: "more pods than nodes, where no two may be on one node",
  why: "the pods beyond the number of nodes stay Pending, and a rollout that needs them never ends",
  fix: "have fewer replicas, more nodes, or write the anti-affinity under preferredDuringSchedulingIgnoredDuringExecution",
  bad: `apiVersion: v1
kind: Node
metadata: { name: a, labels: { kubernetes.io/hostname: a } }
---
apiVersion: v1
kind: Node
metadata: { name: b, labels: { kubernetes.io/hostname: b } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { app: web } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  good: `apiVersion: v1
kind: Node
metadata: { name: a, labels: { kubernetes.io/hostname: a } }
---
apiVersion: v1
kind: Node
metadata: { name: b, labels: { kubernetes.io/hostname: b } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { app: web } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  find: (world: World) => {
    const objects = inventory(world)
      .all("Node")
      .filter(({ object }) => object.spec?.unschedulable !== true);
    const told = world.nodes?.reduce((sum, { count }) => sum + count, 0);
    const nodes = told ?? objects.length;
    if (nodes === 0) return [];
    return apart(world).flatMap(({ workload: { item }, scale, path }): FoundInObject[] => {
      if (scale.maximum <= nodes) return [];
      const by = scale.autoscaler ? ` that ${titleOf(scale.autoscaler.item)} may scale to` : "";
      const message = `of ${scale.maximum} replicas${by} no two may be on one node, and there are ${nodes}`;
      return [foundAt(item, path, message)];
    });
  },
};
