import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidAutoscaler: Rule = {
  id: "invalid-autoscaler",
  layer: "api",
  severity: "error",
  title: "a HorizontalPodAutoscaler that the server refuses",
  why: "the workload keeps the replicas it has, however much load arrives",
  fix: "correct the field that is named; most often minReplicas is above maxReplicas, or a metric has no target of its own type",
  bad: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 5
  maxReplicas: 3
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`,
  good: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 3
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`,
  find: saidOf("invalid-autoscaler"),
};
