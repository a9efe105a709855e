import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidConfig: Rule = {
  id: "invalid-config",
  layer: "api",
  severity: "error",
  title: "a ConfigMap, Secret or ServiceAccount that the server refuses",
  why: "pods that read it wait until it is there",
  fix: "`kubectl explain configmap` tells what each field takes",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { "app/settings.json": "{}" }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { settings.json: "{}" }
`,
  find: saidOf("invalid-config"),
};
