import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidNetworkPolicy: Rule = {
  id: "invalid-network-policy",
  layer: "api",
  severity: "error",
  title: "a NetworkPolicy that the server refuses",
  why: "without the policy the pods keep the traffic they had: what it was to forbid stays allowed, and behind another policy what it was to allow stays forbidden",
  fix: "correct the field that is named; blocks are CIDR with exceptions inside them, ports numbers or names, and a peer has either an ipBlock or selectors",
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
