import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidWorkload: Rule = {
  id: "invalid-workload",
  layer: "api",
  severity: "error",
  title: "a Deployment, StatefulSet, DaemonSet, Job, CronJob or autoscaler that the server refuses",
  why: "the server refuses the object, and nothing of it runs; an update of it is refused too, and the old version goes on",
  fix: "`kubectl explain` tells what each field takes: `kubectl explain deployment.spec`",
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
