import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidRuntimeClass: Rule = {
  id: "invalid-runtime-class",
  layer: "api",
  severity: "error",
  title: "a RuntimeClass that the server refuses",
  why: "pods that name it in runtimeClassName are refused until it exists",
  fix: "correct the field that is named; the handler is called as the nodes' container runtime is configured with it: lower-case letters, digits and hyphens",
  bad: `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: sandboxed }
handler: gVisor_runsc
`,
  good: `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: sandboxed }
handler: runsc
`,
  find: saidOf("invalid-runtime-class"),
};
