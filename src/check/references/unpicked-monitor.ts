import type { Rule } from "../rule.ts";
import { unpicked } from "./unpicked.ts";

const objects = (labels: string) => `apiVersion: v1
kind: Service
metadata: { name: web, labels: { app: web } }
spec:
  selector: { app: web }
  ports: [{ name: metrics, port: 9090 }]
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main }
spec:
  serviceMonitorSelector: { matchLabels: { release: monitoring } }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, labels: ${labels} }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: metrics }]
`;

export const unpickedMonitor: Rule = {
  id: "unpicked-monitor",
  layer: "references",
  severity: "warning",
  title: "a monitor, probe or rule that no Prometheus of the input picks",
  why: "nothing is scraped and no alert is evaluated, and nobody is told",
  fix: "give it the labels, or the namespace, that the Prometheus selects",
  bad: objects("{ app: web }"),
  good: objects("{ app: web, release: monitoring }"),
  find: unpicked,
};
