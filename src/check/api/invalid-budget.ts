import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidBudget: Rule = {
  id: "invalid-budget",
  layer: "api",
  severity: "error",
  title: "a PodDisruptionBudget that the server refuses",
  why: "without the budget a drain of nodes may take all pods at once",
  fix: "correct the field that is named; minAvailable or maxUnavailable, not both, is a whole number or a share up to 100%",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  minAvailable: 1
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
`,
  good: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  minAvailable: 1
  selector: { matchLabels: { app: web } }
`,
  find: saidOf("invalid-budget"),
};
