import type { Job } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { nameOf } from "../pod-name-warning.ts";
import { selectsTemplate } from "../selected-template.ts";

const UID_LABEL = "batch.kubernetes.io/controller-uid";
const UID_LABELS = ["controller-uid", UID_LABEL];
const NAME_LABELS = ["job-name", "batch.kubernetes.io/job-name"];

/** Every label and key of the selector that the server gives to a Job. */
export const GENERATED_LABELS: readonly string[] = [...UID_LABELS, ...NAME_LABELS];

/** Stands for what the server makes; it overwrites one that was written. */
const UID = "00000000-0000-0000-0000-000000000000";

type Fields = Record<string, unknown>;

/**
 * Adds the selector and the labels by which a Job finds its pods, unless the Job brings its own.
 *
 * @see k8s.io/kubernetes/pkg/registry/batch/job/strategy.go generateSelector
 */
export function generateSelector(job: Fields): void {
  const spec = within(job, "spec");
  if (spec.manualSelector === true) return;
  const labels = within(within(within(spec, "template"), "metadata"), "labels");
  for (const label of NAME_LABELS) labels[label] ??= nameOf(job.metadata as Job["metadata"]);
  for (const label of UID_LABELS) labels[label] ??= UID;
  within(within(spec, "selector"), "matchLabels")[UID_LABEL] ??= UID;
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateGeneratedSelector */
export function validateGeneratedSelector(
  { metadata, spec = {} }: Decoded<Job>,
  to: Complaints,
): void {
  if (spec.manualSelector === true || !spec.selector) return;
  const path = FieldPath.root.field("spec");
  const name = nameOf(metadata);
  const expected: Record<string, string> = {};
  for (const label of NAME_LABELS) expected[label] = name;
  for (const label of UID_LABELS) expected[label] = UID;
  const labels = spec.template?.metadata?.labels ?? {};
  for (const [label, value] of Object.entries(expected))
    if (labels[label] !== value)
      to.invalid(
        path.field("template", "metadata", "labels").key(label),
        "the server itself gives this label to the pods of a Job",
        "leave it out, or set manualSelector: true",
      );
  const generated = { selector: spec.selector, template: { metadata: { labels: expected } } };
  if (selectsTemplate(generated) === false)
    to.invalid(
      path.field("selector"),
      "the server itself makes the selector of a Job",
      "leave it out, or set manualSelector: true",
    );
}

function within(object: Fields, field: string): Fields {
  object[field] ??= {};
  return object[field] as Fields;
}
