import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidNamespace: Rule = {
  id: "invalid-namespace",
  layer: "api",
  severity: "error",
  title: "a Namespace that the server refuses",
  why: "the namespace does not come to be, and everything that is to stand in it is refused",
  fix: "correct the field that is named; only finalizers can be wrong in its spec: leave them out, or qualify each with a domain, as example.com/cleanup",
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
