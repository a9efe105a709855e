import type { JobSpec } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const MODES = ["NonIndexed", "Indexed"];
const MOST_PARALLEL = 100_000;
const MOST_FAILED = 100_000;
/** Above this, more limits hold for Jobs that count failures by index. */
const MANY_COMPLETIONS = 100_000;
const MOST_PARALLEL_OF_MANY = 10_000;
const MOST_FAILED_OF_MANY = 10_000;

/**
 * What a Job may say, depending on whether its pods have numbers.
 *
 * @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateJobSpec
 */
export function validateCompletionMode(
  spec: Decoded<JobSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { completionMode = "NonIndexed" } = spec;
  if (completionMode === "Indexed") validateIndexed(spec, path, to);
  else if (completionMode !== "NonIndexed")
    to.unsupported(path.field("completionMode"), completionMode, MODES);
  else
    for (const field of ["backoffLimitPerIndex", "maxFailedIndexes"] as const)
      if (spec[field] !== undefined)
        to.invalid(path.field(field), "is for Jobs with completionMode: Indexed");
}

function validateIndexed(spec: Decoded<JobSpec>, path: FieldPath, to: Complaints): void {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec;
  const failedAt = path.field("maxFailedIndexes");
  if (completions === undefined)
    to.required(path.field("completions"), "must be given with completionMode: Indexed");
  else if (maxFailedIndexes !== undefined && maxFailedIndexes > completions)
    to.invalid(
      failedAt,
      `${maxFailedIndexes} is more than all indexes (completions is ${completions})`,
    );
  const isLarge = (completions ?? 0) > MANY_COMPLETIONS && backoffLimitPerIndex !== undefined;
  const when = isLarge
    ? `with backoffLimitPerIndex and more than ${MANY_COMPLETIONS} completions`
    : "of an Indexed Job";
  if (isLarge && maxFailedIndexes === undefined) to.required(failedAt, `must be given ${when}`);
  const atMost = (at: FieldPath, value: number, max: number) => {
    if (value > max) to.invalid(at, `${value} is above ${max}, the most ${when}`);
  };
  const parallel = isLarge ? MOST_PARALLEL_OF_MANY : MOST_PARALLEL;
  atMost(path.field("parallelism"), parallelism, parallel);
  atMost(failedAt, maxFailedIndexes ?? 0, isLarge ? MOST_FAILED_OF_MANY : MOST_FAILED);
}
