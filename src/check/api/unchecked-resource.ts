import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const uncheckedResource: Rule = {
  id: "unchecked-resource",
  layer: "api",
  severity: "info",
  title: "custom resources that no definition describes",
  why: "without its CustomResourceDefinition nobody can tell which fields it has; only its metadata were looked at",
  fix: "check the file with the CustomResourceDefinition together with it",
  bad: `apiVersion: shop.example.com/v1
kind: Basket
metadata: { name: first }
spec: { size: 3 }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: first }
data: { size: "3" }
`,
  find: saidOf("unchecked-resource"),
};
