import type { Rule } from "../rule.ts";
import { kindFacts } from "./kinds.ts";

export const unservedApi: Rule = {
  id: "unserved-api",
  layer: "api",
  severity: "error",
  title: "an API version that the server does not serve",
  why: "the server knows no such resource: it was removed in an earlier release, came with a later one, or is off by default",
  fix: "write the API version that takes its place",
  bad: `apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }
`,
  good: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }
`,
  find: (world) => kindFacts(world).unserved,
};
