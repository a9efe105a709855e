import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidQuota: Rule = {
  id: "invalid-quota",
  layer: "api",
  severity: "error",
  title: "a ResourceQuota or LimitRange that the server refuses",
  why: "the namespace stays without the limit, and one workload may take the whole cluster",
  fix: "correct the field that is named; resources are named as quotas name them (requests.cpu, limits.memory, count/deployments.apps), and of a LimitRange min, default and max stand in that order",
  bad: `apiVersion: v1
kind: ResourceQuota
metadata: { name: shop }
spec: { hard: { request.cpu: "4" } }
`,
  good: `apiVersion: v1
kind: ResourceQuota
metadata: { name: shop }
spec: { hard: { requests.cpu: "4" } }
`,
  find: saidOf("invalid-quota"),
};
