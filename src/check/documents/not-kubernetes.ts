import type { Rule } from "../rule.ts";
import { readingFound } from "./facts.ts";

export const notKubernetes: Rule = {
  id: "not-kubernetes",
  layer: "documents",
  severity: "warning",
  title: "a document that is no Kubernetes object",
  why: "kubectl refuses a document without apiVersion and kind, so this one was not checked",
  fix: "write apiVersion and kind, or keep other files out of the folder of manifests",
  bad: `metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  find: readingFound("not-kubernetes"),
};
