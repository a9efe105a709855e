import type { Found, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { kindFacts } from "./kinds.ts";
import { saidOf } from "./verdicts.ts";

export const serverWarning: Rule = {
  id: "server-warning",
  layer: "api",
  severity: "warning",
  title: "something that the server takes and warns of",
  why: "the server takes the object, but says that a field has no effect, means something else than it seems to, or will be refused by a later version",
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
  find: warnings,
};

/** That a version is deprecated, the server tells of the whole object; the rule `deprecated-api` does here. */
function warnings(world: World): Found[] {
  const deprecated = new Set(kindFacts(world).deprecated.map(({ subject }) => subject));
  return saidOf("server-warning")(world).filter(
    (said) => !("subject" in said && said.path === "" && deprecated.has(said.subject)),
  );
}
