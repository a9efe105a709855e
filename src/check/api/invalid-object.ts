import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidObject: Rule = {
  id: "invalid-object",
  layer: "api",
  severity: "error",
  title: "an object of a kind without a rule of its own that the server refuses",
  why: "the server answers with an error, and kubectl goes on to the next object: what this one was to do does not happen",
  fix: "the finding's path names the field; leave out what the server makes up itself, such as a ComponentStatus",
  bad: `apiVersion: v1
kind: ComponentStatus
metadata: { name: scheduler }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
`,
  find: saidOf("invalid-object"),
};
