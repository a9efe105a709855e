import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { writtenReplicas } from "./rollout/scale.ts";
import { type Autoscaler, autoscalersOf } from "./selectors/autoscalers.ts";

export const replicasBesideAutoscaler: Rule = {
  id: "replicas-beside-autoscaler",
  layer: "graphs",
  severity: "warning",
  title: "replicas written down for a workload that an autoscaler scales",
  why: "every apply sets the number back to what is written, in the middle of the day from ten pods to two, until the autoscaler notices; tools that compare with the repository do it all the time",
  fix: "leave replicas out (kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale says how to do that without falling to one), and set the autoscaler's minReplicas",
  bad: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }] }
`,
  good: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
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
    [...autoscalersOf(world)].flatMap(([scaled, [autoscaler]]): FoundInObject[] => {
      const replicas = scaled && writtenReplicas(scaled);
      if (!scaled || !autoscaler || replicas === undefined) return [];
      // KEDA scales from nothing; a HorizontalPodAutoscaler rests there.
      if (replicas === 0 && autoscaler.item.kind !== "HorizontalPodAutoscaler") return [];
      const path = FieldPath.root.field("spec", "replicas");
      return [foundAt(scaled, path, told(replicas, autoscaler))];
    }),
};

function told(replicas: number, { item, minimum, maximum }: Autoscaler): string {
  if (replicas === 0) return `${titleOf(item)} does nothing as long as replicas is 0`;
  const base = `${titleOf(item)} decides the number of pods, and replicas is set to ${replicas}`;
  if (replicas < minimum) return `${base}, below its minimum of ${minimum}`;
  return replicas > maximum ? `${base}, above its maximum of ${maximum}` : base;
}
