import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const serverWarning: Rule = {
  id: "server-warning",
  layer: "api",
  severity: "warning",
  title: "something that the server takes and warns of",
  why: "the server's warnings are about fields without effect, values that mean something else than they seem to, and what later versions will refuse",
  fix: "do what the warning says; most fields it names can be left out",
  bad: `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "0 6 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - { name: report, image: "example.com/report:v1", env: [{ name: A, value: "1" }, { name: A, value: "2" }] }
`,
  good: `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "0 6 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - { name: report, image: "example.com/report:v1", env: [{ name: A, value: "2" }] }
`,
  find: saidOf("server-warning"),
};
