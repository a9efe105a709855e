import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidObject: Rule = {
  id: "invalid-object",
  layer: "api",
  severity: "error",
  title: "an object of a less common kind that the server refuses",
  why: "the server refuses it, and nothing of it happens",
  fix: "`kubectl explain` tells what each field of the kind takes",
  bad: `apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: { name: leader }
spec: { leaseDurationSeconds: 0 }
`,
  good: `apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: { name: leader }
spec: { leaseDurationSeconds: 15 }
`,
  find: saidOf("invalid-object"),
};
