import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidEvent: Rule = {
  id: "invalid-event",
  layer: "api",
  severity: "error",
  title: "an Event that the server refuses",
  why: "controllers that write it tell nobody what happened",
  fix: "`kubectl explain event` tells what each field takes",
  bad: `apiVersion: v1
kind: Event
metadata: { name: started, namespace: shop }
involvedObject: { kind: Pod, name: web, namespace: other }
`,
  good: `apiVersion: v1
kind: Event
metadata: { name: started, namespace: shop }
involvedObject: { kind: Pod, name: web, namespace: shop }
`,
  find: saidOf("invalid-event"),
};
