import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";
import { changed, REPORT } from "./shared/example.ts";

export const endlessCronjob: Rule = {
  id: "endless-cronjob",
  layer: "practice",
  severity: "info",
  title: "CronJobs whose runs may hang for ever",
  why: "with concurrencyPolicy: Forbid a run that hangs keeps all later ones from starting, and nothing fails; with Allow one more hangs at each of its times. It matters for backups and whatever nobody looks at",
  fix: "set jobTemplate.spec.activeDeadlineSeconds, to some times the longest run",
  bad: changed(REPORT, "      activeDeadlineSeconds: 3600\n", ""),
  good: REPORT,
  find: (world) =>
    inventory(world)
      .all("CronJob")
      .flatMap((item) => {
        const { concurrencyPolicy: policy, jobTemplate, suspend } = item.object.spec ?? {};
        const spec = jobTemplate?.spec;
        const hasEnd = spec?.activeDeadlineSeconds ?? spec?.template?.spec?.activeDeadlineSeconds;
        if (!spec || hasEnd !== undefined || suspend || policy === "Replace") return [];
        const then =
          policy === "Forbid" ? "keeps later ones from starting" : "is joined by later ones";
        const path = FieldPath.root.field("spec", "jobTemplate", "spec");
        return [
          foundAt(item, path, `a run of ${item.name} that hangs ${then}: there is no deadline`),
        ];
      }),
};
