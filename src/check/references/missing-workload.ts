import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingWorkload: Rule = {
  id: "missing-workload",
  layer: "references",
  severity: "warning",
  title: "a workload that an autoscaler or rollout steers and nothing makes",
  why: "it steers nothing: the autoscaler reports FailedGetScale, and what it was meant for keeps its replicas",
  fix: "mend the name, kind or apiVersion of the target",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
`,
  find: missingFound("missing-workload", "warning"),
};
