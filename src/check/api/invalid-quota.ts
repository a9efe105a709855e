import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidQuota: Rule = {
  id: "invalid-quota",
  layer: "api",
  severity: "error",
  title: "a ResourceQuota or LimitRange that the server refuses",
  why: "the namespace stays without the limit, and one workload may take the whole cluster",
  fix: "name resources as quotas do (requests.cpu, limits.memory, pods, count/deployments.apps), and keep min, default and max of a LimitRange in that order",
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
