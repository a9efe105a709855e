import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const immutableField: Rule = {
  id: "immutable-field",
  layer: "api",
  severity: "error",
  title: "a change that the server refuses once the object exists",
  why: "some fields are set for good when an object is created; the update is refused, and the rollout stops half way",
  fix: "keep the field as it is, or give the object another name; deleting it first costs what it runs or stores",
  before: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web, tier: front } }
  template:
    metadata: { labels: { app: web, tier: front } }
    spec: { containers: [{ name: web, image: "example.com/web:v2" }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, tier: front } }
    spec: { containers: [{ name: web, image: "example.com/web:v2" }] }
`,
  find: saidOf("immutable-field"),
};
