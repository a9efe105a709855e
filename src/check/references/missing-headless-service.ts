import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingHeadlessService: Rule = {
  id: "missing-headless-service",
  layer: "references",
  severity: "warning",
  title: "a StatefulSet whose Service is not there",
  why: "its pods run and have no DNS names of their own, such as db-0.db: members of a cluster do not find one another",
  fix: "add a Service with clusterIP: None of that name, or name the one that is there",
  bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ name: postgres, port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  serviceName: postgres
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "postgres:17" }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ name: postgres, port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "postgres:17" }] }
`,
  find: missingFound("missing-headless-service", "warning"),
};
