import type { CronJob, Job } from "../../types/batch.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { preparePodTemplate } from "../pod/template.ts";
import { warnOfPodNames } from "../pod-name-warning.ts";
import { validateCronJob } from "./cron-job.ts";
import { prepareJob, validateJob } from "./job.ts";
import { validateJobUpdate } from "./job-update.ts";
import { warnOfJobSpec } from "./warnings.ts";

const topic = "invalid-job";
const spec = FieldPath.root.field("spec");

export const rules: GroupRules = {
  Job: rulesFor<Decoded<Job>>({
    topic,
    prepare: prepareJob,
    validate: validateJob,
    validateUpdate: validateJobUpdate,
    warn: (job, to) => {
      warnOfPodNames(job.metadata, to);
      warnOfJobSpec(job.spec ?? {}, spec, to);
    },
  }),
  CronJob: rulesFor<Decoded<CronJob>>({
    topic,
    prepare: (object, minor) => {
      setFirstGeneration(object);
      const { spec } = object as { spec?: CronJob["spec"] };
      preparePodTemplate(spec?.jobTemplate?.spec?.template, minor);
    },
    validate: validateCronJob,
    warn: (cronJob, to) => {
      warnOfPodNames(cronJob.metadata, to);
      warnOfJobSpec(cronJob.spec?.jobTemplate?.spec ?? {}, spec.field("jobTemplate", "spec"), to);
    },
  }),
};
