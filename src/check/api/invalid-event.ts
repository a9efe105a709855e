import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidEvent: Rule = {
  id: "invalid-event",
  layer: "api",
  severity: "error",
  title: "an Event that the server refuses",
  why: "the event is lost: nobody who looks for what happened finds it",
  fix: "correct the field that is named; an Event stands in the namespace of the object that it is about, and in events.k8s.io/v1 has action, reason, reportingController and reportingInstance",
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
