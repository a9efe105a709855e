import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidWorkload: Rule = {
  id: "invalid-workload",
  layer: "api",
  severity: "error",
  title:
    "a Deployment, StatefulSet, DaemonSet, ReplicaSet or ReplicationController that the server refuses, for itself or for its pods",
  why: "nothing of it runs; where it runs already, the update is refused and the old version goes on",
  fix: "correct the field that is named; most often the selector does not match the labels of the template, or a mount has no volume in it",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: saidOf("invalid-workload"),
};
