import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidJob: Rule = {
  id: "invalid-job",
  layer: "api",
  severity: "error",
  title: "a Job or CronJob that the server refuses, for itself or for its pods",
  why: "the work is never done, and for a CronJob nobody misses it until its result is needed",
  fix: "correct the field that is named; most often restartPolicy is neither Never nor OnFailure, or the schedule has not its five fields",
  bad: `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "0 25 * * *"
  jobTemplate:
    spec:
      template:
        spec: { restartPolicy: Always, containers: [{ name: report, image: "example.com/report:v1" }] }
`,
  good: `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "0 23 * * *"
  jobTemplate:
    spec:
      template:
        spec: { restartPolicy: Never, containers: [{ name: report, image: "example.com/report:v1" }] }
`,
  find: saidOf("invalid-job"),
};
