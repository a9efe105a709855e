import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidMetadata: Rule = {
  id: "invalid-metadata",
  layer: "api",
  severity: "error",
  title: "names, labels, annotations, owners or finalizers that the server refuses",
  why: "names become parts of host names, paths and labels, so the server refuses an object whose metadata break their rules",
  fix: "write lower-case letters, digits and hyphens in names; letters, digits, '-', '_' and '.' in labels",
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
