import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import { areTogether } from "../objects/together.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { isAside, isJob } from "./selectors/pods.ts";
import { hasTarget } from "./selectors/ports.ts";
import { selectingServices } from "./selectors/services.ts";

/** A Service in front of more workloads than that is for none of them. */
const MOST = 50;

export const jobBehindService: Rule = {
  id: "job-behind-service",
  layer: "graphs",
  severity: "warning",
  title: "a Service that sends requests to the pods of a Job",
  why: "as long as the Job runs, a part of the requests goes to its pods, where nobody listens",
  fix: "give the Job's template other labels than the program has that the Service is for, or select one more label",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: clean }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: { labels: { app: web } }
        spec: { restartPolicy: Never, containers: [{ name: clean, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: clean }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: { labels: { app: clean } }
        spec: { restartPolicy: Never, containers: [{ name: clean, image: "example.com/web:v1" }] }
`,
  find: (world: World) =>
    selectingServices(world).flatMap(({ service, selection, isHeadless }) => {
      const { ports = [] } = service.object.spec ?? {};
      // A pod that lacks a port by name is left out by the server; one by number is believed.
      const byNumber = ports.filter(({ targetPort }) => typeof targetPort !== "string");
      if (isHeadless || byNumber.length === 0 || selection.pods.length > MOST) return [];
      const pods = selection.pods.filter((each) => areTogether(service, each.item));
      const jobs = pods.filter(
        (each) => isJob(each) && !isAside(each) && !byNumber.some((port) => hasTarget(each, port)),
      );
      const others = pods.filter((each) => !isJob(each) && !isAside(each));
      if (jobs.length === 0 || others.length === 0) return [];
      const names = listedItems(jobs.map(({ item }) => item));
      const message = `it selects the pods of ${names} beside those of ${listedItems(others.map(({ item }) => item))}`;
      return [foundAt(service, FieldPath.root.field("spec", "selector"), message)];
    }),
};
