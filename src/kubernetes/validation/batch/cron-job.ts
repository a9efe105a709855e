import { cronProblem } from "../../cron.ts";
import { timeZoneProblem } from "../../time-zone.ts";
import type { CronJob } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateNoneNegative } from "../not-negative.ts";
import { validateJobSpec } from "./job-spec.ts";

const path = FieldPath.root.field("spec");
const NUMBERS = [
  "startingDeadlineSeconds",
  "successfulJobsHistoryLimit",
  "failedJobsHistoryLimit",
] as const;
const POLICIES = ["Allow", "Forbid", "Replace"];

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateCronJobCreate */
export function validateCronJob({ spec = {} }: Decoded<CronJob>, to: Complaints): void {
  const { schedule = "", timeZone, concurrencyPolicy = "Allow", jobTemplate = {} } = spec;
  if (schedule === "")
    to.required(
      path.field("schedule"),
      "must be given",
      '"30 2 * * *" for half past two every day',
    );
  else to.problem(path.field("schedule"), cronProblem(schedule));
  if (timeZone !== undefined) to.problem(path.field("timeZone"), timeZoneProblem(timeZone));
  if (!POLICIES.includes(concurrencyPolicy))
    to.unsupported(path.field("concurrencyPolicy"), concurrencyPolicy, POLICIES);
  validateNoneNegative(spec, NUMBERS, path, to);
  validateJobTemplate(jobTemplate, path.field("jobTemplate", "spec"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJobTemplateSpec */
function validateJobTemplate(
  { spec = {} }: NonNullable<NonNullable<Decoded<CronJob>["spec"]>["jobTemplate"]>,
  at: FieldPath,
  to: Complaints,
): void {
  validateJobSpec(spec, at, to);
  if (spec.selector)
    to.invalid(at.field("selector"), "the server itself makes the selector of each Job");
  if (spec.manualSelector === true)
    to.add(
      "unsupported",
      at.field("manualSelector"),
      "the Jobs of a CronJob cannot bring their own selector",
      "leave it out",
    );
}
