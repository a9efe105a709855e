import type { Rule } from "../rule.ts";
import { idleMonitors } from "./scraped.ts";

export const idleMonitor: Rule = {
  id: "idle-monitor",
  layer: "references",
  severity: "warning",
  title: "a ServiceMonitor or PodMonitor that selects nothing",
  why: "nothing is scraped, and alerts on its metrics never fire",
  fix: "select the labels of the Service itself (metadata.labels, not its selector), in the right namespace",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web, labels: { app.kubernetes.io/name: web } }
spec:
  selector: { app: web }
  ports: [{ name: metrics, port: 9090 }]
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: metrics }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web, labels: { app.kubernetes.io/name: web } }
spec:
  selector: { app: web }
  ports: [{ name: metrics, port: 9090 }]
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: web } }
  endpoints: [{ port: metrics }]
`,
  find: idleMonitors,
};
