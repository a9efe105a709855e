import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidNamespace: Rule = {
  id: "invalid-namespace",
  layer: "api",
  severity: "error",
  title: "a Namespace that the server refuses",
  why: "nothing can be created in it",
  fix: "`kubectl explain namespace.spec` tells what each field takes",
  bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop }
spec: { finalizers: [wait] }
`,
  good: `apiVersion: v1
kind: Namespace
metadata: { name: shop }
spec: { finalizers: [example.com/wait] }
`,
  find: saidOf("invalid-namespace"),
};
