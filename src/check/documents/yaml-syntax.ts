import type { Rule } from "../rule.ts";
import { readingFound } from "./facts.ts";

export const yamlSyntax: Rule = {
  id: "yaml-syntax",
  layer: "documents",
  severity: "error",
  title: "a document that is no YAML or JSON",
  why: "kubectl stops at the document and applies neither it nor what follows",
  fix: "mend the line; an editor with a YAML mode shows where the structure breaks",
  bad: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
\tlabels: { app: web }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels: { app: web }
`,
  find: readingFound("syntax", "tab", "template", "alias", "too-deep", "unsupported"),
};
