import type { CronJob, Job, JobSpec } from "../kubernetes/types/index.ts";
import { seconds } from "../platform/options/values.ts";
import type { Finite, Resolved, Scheduled } from "../platform/resolve/index.ts";
import { shortDigest } from "./digest.ts";
import { finitePod } from "./pod.ts";
import { compact, meta, owned, type Rendered } from "./rendered.ts";

/**
 * A Job. Its pods cannot be changed once it exists, so the name of one that belongs to a release
 * ends in a digest of its content: the same release is the same Job, a new one runs again.
 */
export function renderJob(resolved: Resolved, program: Finite): Rendered[] {
  const spec = jobSpec(resolved, program);
  const digest = shortDigest(JSON.stringify(spec));
  const object: Job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: meta(resolved, `${program.name}-${digest}`, program.name),
    spec,
  };
  const owner = program.migrates === undefined ? program : { ...program, name: program.migrates };
  return owned(owner, "jobs", object).map((entry) => ({ ...entry, stem: program.name }));
}

export function renderCronJob(resolved: Resolved, program: Scheduled): Rendered[] {
  const object: CronJob = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: meta(resolved, program.name, program.name),
    spec: {
      schedule: program.schedule,
      timeZone: program.timeZone,
      concurrencyPolicy: program.concurrency,
      startingDeadlineSeconds: seconds(program.startWithin),
      jobTemplate: { spec: jobSpec(resolved, program) },
    },
  };
  return owned(program, "jobs", object);
}

function jobSpec(resolved: Resolved, program: Finite): JobSpec {
  return compact<JobSpec>({
    backoffLimit: program.retries,
    activeDeadlineSeconds: program.timeout === undefined ? undefined : seconds(program.timeout),
    ttlSecondsAfterFinished: seconds(program.keep),
    template: finitePod(resolved, program),
  });
}
