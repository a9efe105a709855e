import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const podSecurityWarning: Rule = {
  id: "pod-security-warning",
  layer: "api",
  severity: "warning",
  title: "pods that the server warns of, by their namespace's Pod Security level",
  why: "the namespace is labelled to warn: the pods run today, and will not once the level is enforced",
  fix: "set what the level asks for",
  bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/warn: baseline } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { hostNetwork: true, containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/warn: baseline } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: saidOf("pod-security-warning"),
};
