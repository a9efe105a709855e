import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidNode: Rule = {
  id: "invalid-node",
  layer: "api",
  severity: "error",
  title: "a Node that the server refuses",
  why: "the node is not registered, and no pod is scheduled to it",
  fix: "correct the field that is named; the kubelet registers the node by itself; only taints, labels and spec.unschedulable are usually set by hand",
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
