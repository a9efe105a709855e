import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const unknownField: Rule = {
  id: "unknown-field",
  layer: "api",
  severity: "error",
  title: "a field that the kind does not have",
  why: "the server refuses the object when asked to be strict, as kubectl asks, and else drops the field without a word: what it was to set stays unset",
  fix: "write the field's name as the API has it, or move it to the object that has it",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replica: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: saidOf("unknown-field"),
};
