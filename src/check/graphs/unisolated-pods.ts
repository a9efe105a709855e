import type { Rule } from "../rule.ts";
import { unisolated } from "./traffic/unisolated.ts";

export const unisolatedPods: Rule = {
  id: "unisolated-pods",
  layer: "graphs",
  severity: "info",
  title: "pods that no NetworkPolicy isolates, in a namespace where others are",
  why: "everybody in the cluster may connect to them on every port: whoever breaks into any pod can go on from there",
  fix: "begin with a NetworkPolicy that selects all pods of the namespace and allows nothing: { podSelector: {}, policyTypes: [Ingress] }",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:18" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8080 }] }] }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:18" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8080 }] }] }
`,
  find: unisolated,
};
