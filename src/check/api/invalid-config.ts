import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidConfig: Rule = {
  id: "invalid-config",
  layer: "api",
  severity: "error",
  title: "a ConfigMap, Secret or ServiceAccount that the server refuses",
  why: "pods that read it stay in ContainerCreating or CreateContainerConfigError; without their ServiceAccount they are not created at all",
  fix: "correct the field that is named; keys have letters, digits, '-', '_' and '.', a Secret's data is base64 and its stringData plain text, and all of it is at most 1 MiB",
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
