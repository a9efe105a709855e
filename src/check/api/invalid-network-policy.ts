import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidNetworkPolicy: Rule = {
  id: "invalid-network-policy",
  layer: "api",
  severity: "error",
  title: "a NetworkPolicy that the server refuses",
  why: "what it was to allow stays forbidden, or what it was to forbid stays allowed",
  fix: "`kubectl explain networkpolicy.spec` tells what each field takes",
  bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: {}
  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0 } }] }]
`,
  good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: {}
  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]
`,
  find: saidOf("invalid-network-policy"),
};
