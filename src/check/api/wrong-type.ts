import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const wrongType: Rule = {
  id: "wrong-type",
  layer: "api",
  severity: "error",
  title: "a value of another type than its field has",
  why: "the server cannot read the object and looks no further; YAML makes numbers and booleans of texts that look like them",
  fix: "write a value of the field's own type: text in quotes, numbers and booleans without, bytes in base64",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  PORT: 8080
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  PORT: "8080"
`,
  find: saidOf("wrong-type"),
};
