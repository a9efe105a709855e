import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidMetadata: Rule = {
  id: "invalid-metadata",
  layer: "api",
  severity: "error",
  title: "names, labels, annotations, owners or finalizers that the server refuses",
  why: "the server refuses the object whatever its spec says: names become parts of host names, paths and labels, and have to fit there",
  fix: "correct the field that is named; names have lower-case letters, digits and hyphens, label values letters, digits, '-', '_' and '.', at most 63 characters",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: Web_Settings }
data: {}
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings }
data: {}
`,
  find: saidOf("invalid-metadata"),
};
