import type { Rule } from "../rule.ts";
import { annotatedScrapes, followsAnnotations } from "./traffic/from-annotations.ts";
import { scrapes } from "./traffic/scrapes.ts";
import { stopped } from "./traffic/stopped.ts";

export const scrapeBlocked: Rule = {
  id: "scrape-blocked",
  layer: "graphs",
  severity: "warning",
  title: "metrics that Prometheus is told to fetch, and is kept from",
  why: "the target is down for Prometheus: there are no metrics, and alerts that are made of them never fire",
  fix: "let Prometheus in on the port of the metrics",
  bad: `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  podMetricsEndpoints: [{ port: metrics }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: http }] }] }
`,
  good: `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  podMetricsEndpoints: [{ port: metrics }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - ports: [{ port: http }]
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]
      ports: [{ port: metrics }]
`,
  find: (world) => {
    const annotated = stopped(world, annotatedScrapes(world));
    // Charts write the annotations whether anybody follows them or not.
    const isNote = annotated.length > 0 && !followsAnnotations(world);
    return [
      ...stopped(world, scrapes(world)),
      ...annotated.map((found) => (isNote ? { ...found, severity: "info" as const } : found)),
    ];
  },
};
