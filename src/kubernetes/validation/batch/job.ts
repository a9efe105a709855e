import { dns1123LabelProblem } from "../../names.ts";
import type { Job } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { preparePodTemplate } from "../pod/template.ts";
import { nameOf } from "../pod-name-warning.ts";
import { complainOfLabels, selectsTemplate } from "../selected-template.ts";
import { generateSelector, validateGeneratedSelector } from "./generated-selector.ts";
import { validateJobSpec } from "./job-spec.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/registry/batch/job/strategy.go PrepareForCreate */
export function prepareJob(job: Record<string, unknown>, minor: number): void {
  setFirstGeneration(job);
  takeLabels(job);
  generateSelector(job);
  preparePodTemplate((job.spec as Job["spec"]).template, minor);
  // JobManagedBy is on since 1.32.
  if (minor < 32) delete (job.spec as Job["spec"]).managedBy;
}

/**
 * A Job without labels has those of its template.
 *
 * @see k8s.io/kubernetes/pkg/apis/batch/v1/defaults.go SetDefaults_Job
 */
function takeLabels(job: Record<string, unknown>): void {
  const { metadata, spec } = job as { metadata?: Job["metadata"]; spec?: Job["spec"] };
  const labels = spec?.template?.metadata?.labels;
  if (labels && Object.keys(metadata?.labels ?? {}).length === 0)
    job.metadata = { ...metadata, labels };
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJob */
export function validateJob(job: Decoded<Job>, to: Complaints): void {
  const { spec = {} } = job;
  validateGeneratedSelector(job, to);
  validateJobSpec(spec, path, to);
  const at = path.field("selector");
  if (spec.selector) validateLabelSelector(spec.selector, at, to);
  else to.required(at, "must be given with manualSelector: true");
  if (selectsTemplate(spec) === false) complainOfLabels(path.field("template"), to);
  validateHostNames(job, to);
}

/** The pods of an Indexed Job are called after it and their index. */
function validateHostNames({ metadata, spec = {} }: Decoded<Job>, to: Complaints): void {
  const { completionMode, completions = 0 } = spec;
  if (completionMode !== "Indexed" || completions <= 0) return;
  const last = `${nameOf(metadata)}-${completions - 1}`;
  const problem = dns1123LabelProblem(last);
  if (problem !== undefined)
    to.invalid(
      FieldPath.root.field("metadata", "name"),
      `the last pod of this Indexed Job could not be called after it: ${problem}`,
    );
}
