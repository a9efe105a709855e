import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidObject: Rule = {
  id: "invalid-object",
  layer: "api",
  severity: "error",
  title:
    "a FlowSchema, APIService, ResourceClaim or other object without a rule of its own that the server refuses",
  why: "the server answers with an error, and what the object was to do does not happen; kubectl goes on with the next one",
  fix: "correct the field that is named; `kubectl explain KIND.spec` tells what it takes",
  bad: `apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: { name: reports }
spec:
  matchingPrecedence: 20000
  priorityLevelConfiguration: { name: workload-low }
`,
  good: `apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: { name: reports }
spec:
  matchingPrecedence: 9000
  priorityLevelConfiguration: { name: workload-low }
`,
  find: saidOf("invalid-object"),
};
