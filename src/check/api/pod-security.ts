import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const podSecurity: Rule = {
  id: "pod-security",
  layer: "api",
  severity: "error",
  title: "pods that their namespace's Pod Security level forbids",
  why: "the server refuses the pods; a workload is taken, and then no pod of it is ever made",
  fix: "set what the level asks for, or lower the namespace's level",
  bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: saidOf("pod-security"),
};
