import type { JobSpec } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { validateDomainPrefixedPath } from "../domain-prefixed-path.ts";
import type { FieldPath } from "../field-path.ts";
import { validateNoneNegative } from "../not-negative.ts";
import { validatePodTemplate } from "../pod/index.ts";
import { validateCompletionMode } from "./completion-mode.ts";
import { validateFailurePolicy } from "./pod-failure-policy.ts";
import { validateSuccessPolicy } from "./success-policy.ts";

const NUMBERS = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
] as const;
const LONGEST_MANAGER = 63;
const REPLACEMENTS = ["Failed", "TerminatingOrFailed"];

/**
 * What a Job and the template of a CronJob have in common: all but the selector.
 *
 * @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateJobSpec
 */
export function validateJobSpec(spec: Decoded<JobSpec>, path: FieldPath, to: Complaints): void {
  const { managedBy, podFailurePolicy, successPolicy, completionMode, template = {} } = spec;
  validateNoneNegative(spec, NUMBERS, path, to);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    to.required(path.field("backoffLimitPerIndex"), "must be given beside maxFailedIndexes");
  if (managedBy !== undefined) {
    validateDomainPrefixedPath(managedBy, path.field("managedBy"), to);
    if (Buffer.byteLength(managedBy) > LONGEST_MANAGER)
      to.tooLong(path.field("managedBy"), LONGEST_MANAGER);
  }
  validateCompletionMode(spec, path, to);
  if (podFailurePolicy)
    validateFailurePolicy(podFailurePolicy, spec, path.field("podFailurePolicy"), to);
  if (successPolicy) {
    const at = path.field("successPolicy");
    if (completionMode === "Indexed") validateSuccessPolicy(successPolicy, spec, at, to);
    else to.invalid(at, "is for Jobs with completionMode: Indexed");
  }
  validateReplacement(spec, path.field("podReplacementPolicy"), to);
  validatePodTemplate(template, path.field("template"), to);
  validateRestart(spec, path.field("template", "spec", "restartPolicy"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodReplacementPolicy */
function validateReplacement(spec: Decoded<JobSpec>, path: FieldPath, to: Complaints): void {
  const { podReplacementPolicy: policy, podFailurePolicy } = spec;
  if (policy === undefined) return;
  if (!podFailurePolicy) {
    if (!REPLACEMENTS.includes(policy)) to.unsupported(path, policy, REPLACEMENTS);
  } else if (policy !== "Failed")
    to.add(
      "unsupported",
      path,
      "pods are replaced only once they have failed where there is a podFailurePolicy",
      "Failed, or leave it out",
    );
}

/**
 * The restart policy must be written, since the default of pods is none of a Job's. What is none at
 * all is complained of with the template.
 */
function validateRestart(spec: Decoded<JobSpec>, path: FieldPath, to: Complaints): void {
  const { restartPolicy = "Always" } = spec.template?.spec ?? {};
  if (restartPolicy === "Always")
    to.required(path, "the pods of a Job end, so they cannot always restart", "OnFailure or Never");
  else if (spec.podFailurePolicy && restartPolicy === "OnFailure")
    to.invalid(path, "with a podFailurePolicy the pods must not restart by themselves", "Never");
}
