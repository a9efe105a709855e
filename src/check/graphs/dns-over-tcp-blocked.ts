import type { Rule } from "../rule.ts";
import { dnsOverTcpBlocked as find } from "./traffic/dns.ts";

export const dnsOverTcpBlocked: Rule = {
  id: "dns-over-tcp-blocked",
  layer: "graphs",
  severity: "info",
  title: "pods that may ask DNS over UDP alone",
  why: "an answer that is too long for one packet is asked for again over TCP: names with many addresses, such as headless Services and some clouds' hosts, are then not found",
  fix: "allow { protocol: TCP, port: 53 } beside UDP",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress: [{ to: [{ namespaceSelector: {} }], ports: [{ protocol: UDP, port: 53 }] }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress, Ingress]
  egress:
    - to: [{ namespaceSelector: {} }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
  find,
};
