import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidQuota: Rule = {
  id: "invalid-quota",
  layer: "api",
  severity: "error",
  title: "a ResourceQuota or LimitRange that the server refuses",
  why: "the namespace stays without a limit",
  fix: "`kubectl explain resourcequota.spec` tells what each field takes",
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
