import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidScheduling: Rule = {
  id: "invalid-scheduling",
  layer: "api",
  severity: "error",
  title: "a PriorityClass, or a group of pods to schedule together, that the server refuses",
  why: "pods that name a PriorityClass which does not exist are refused themselves",
  fix: "correct the field that is named; a PriorityClass has a value up to 1000000000 and a name without the prefix system-",
  bad: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: urgent }
value: 2000000000
`,
  good: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: urgent }
value: 1000000
`,
  find: saidOf("invalid-scheduling"),
};
