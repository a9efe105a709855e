import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const wrongType: Rule = {
  id: "wrong-type",
  layer: "api",
  severity: "error",
  title: "a value of another type than its field has",
  why: "the server cannot read the object and refuses it; YAML makes numbers and booleans of texts that look like them",
  fix: "quote what is to be text; write numbers and booleans without quotes",
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
