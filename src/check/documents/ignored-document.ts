import type { Rule } from "../rule.ts";
import { readingFound } from "./facts.ts";

export const ignoredDocument: Rule = {
  id: "ignored-document",
  layer: "documents",
  severity: "info",
  title: "a document that says nothing, or text that is never read",
  why: "nothing of it reaches the cluster; where something was meant to be there, it is missing",
  fix: "write the object, or leave the text out; '---' begins a document, '...' ends one",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
...
data: { LOG_LEVEL: debug }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: debug }
`,
  find: readingFound("empty", "ignored-text", "nothing-found"),
};
