import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";
import { changed, REPORT } from "./shared/example.ts";

export const forgottenFailures: Rule = {
  id: "forgotten-failures",
  layer: "practice",
  severity: "info",
  title: "CronJobs that keep no failed run",
  why: "the pod goes with its Job, and with it the log that says what happened; alerts on failed Jobs see none. It matters on the morning after",
  fix: "leave failedJobsHistoryLimit out, which is 1, or raise it",
  bad: changed(REPORT, "spec:\n", "spec:\n  failedJobsHistoryLimit: 0\n"),
  good: REPORT,
  find: (world) =>
    inventory(world)
      .all("CronJob")
      .flatMap((item) => {
        if (item.object.spec?.failedJobsHistoryLimit !== 0) return [];
        const path = FieldPath.root.field("spec", "failedJobsHistoryLimit");
        return [
          foundAt(item, path, `failed runs of ${item.name} are deleted at once, with their logs`),
        ];
      }),
};
