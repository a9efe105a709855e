import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidNode: Rule = {
  id: "invalid-node",
  layer: "api",
  severity: "error",
  title: "a Node or RuntimeClass that the server refuses",
  why: "kubelets cannot register it, or pods cannot name it",
  fix: "`kubectl explain node.spec` tells what each field takes",
  bad: `apiVersion: v1
kind: Node
metadata: { name: node-1 }
spec: { taints: [{ key: dedicated, value: web, effect: Never }] }
`,
  good: `apiVersion: v1
kind: Node
metadata: { name: node-1 }
spec: { taints: [{ key: dedicated, value: web, effect: NoSchedule }] }
`,
  find: saidOf("invalid-node"),
};
