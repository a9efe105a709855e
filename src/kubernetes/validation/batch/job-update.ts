import type { Job, JobSpec } from "../../types/batch.ts";
import type { PodSpec, PodTemplateSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { GENERATED_LABELS } from "./generated-selector.ts";

const path = FieldPath.root.field("spec");
const FIXED = [
  "completionMode",
  "podFailurePolicy",
  "backoffLimitPerIndex",
  "managedBy",
  "successPolicy",
] as const;

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJobSpecUpdate */
export function validateJobUpdate(
  { spec = {} }: Decoded<Job>,
  { spec: old = {}, status }: Decoded<Job & { status: { startTime: string; active: number } }>,
  to: Complaints,
): void {
  validateCompletions(spec, old, to);
  validateImmutable(ownSelector(spec), ownSelector(old), path.field("selector"), to);
  for (const field of FIXED) validateImmutable(spec[field], old[field], path.field(field), to);
  const waits = old.suspend === true && status?.startTime === undefined && !status?.active;
  validateTemplateUpdate(spec, old, waits, to);
}

/** The number of pods may change with that of the pods at once, and where they have numbers. */
function validateCompletions(spec: Decoded<JobSpec>, old: Decoded<JobSpec>, to: Complaints): void {
  const at = path.field("completions");
  const { completions } = spec;
  if (spec.completionMode === "Indexed") {
    const isAlone = completions !== undefined && completions !== spec.parallelism;
    if (isAlone && completions !== old.completions)
      to.invalid(at, "can be changed only together with parallelism", "the same number for both");
    // Who writes parallelism only keeps the 1 that the server once filled in.
  } else if (completions !== undefined || old.completions !== 1)
    validateImmutable(completions, old.completions, at, to);
}

/**
 * @param waits the Job is suspended and was never started, so its pods may still be placed elsewhere
 * @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodTemplateUpdate
 */
function validateTemplateUpdate(
  spec: Decoded<JobSpec>,
  old: Decoded<JobSpec>,
  waits: boolean,
  to: Complaints,
): void {
  const template = ownTemplate(spec);
  const before = ownTemplate(old);
  if (!waits) validateImmutable(template, before, path.field("template"), to, ANEW);
  else if (to.minor < 36)
    validateImmutable(template, placedLike(before, template), path.field("template"), to, ANEW);
  else
    validateImmutable(
      withoutResources(template.spec ?? {}),
      withoutResources(placedLike(before, template).spec ?? {}),
      path.field("template", "spec"),
      to,
      ANEW,
    );
}

const ANEW = "create a Job of another name, or delete this one first";

/** Labels that the server adds are no change of what somebody wrote. */
function ownTemplate({ template = {} }: Decoded<JobSpec>): Decoded<PodTemplateSpec> {
  const labels = withoutGenerated(template.metadata?.labels);
  return { ...template, metadata: { ...template.metadata, labels } };
}

function ownSelector({ selector }: Decoded<JobSpec>): Decoded<JobSpec>["selector"] {
  return selector && { ...selector, matchLabels: withoutGenerated(selector.matchLabels) };
}

function withoutGenerated(labels: Decoded<{ [key: string]: string }> = {}) {
  return Object.fromEntries(
    Object.entries(labels).filter(([label]) => !GENERATED_LABELS.includes(label)),
  );
}

/** The old template with what a waiting Job may change taken from the new one. */
function placedLike(
  old: Decoded<PodTemplateSpec>,
  { metadata = {}, spec = {} }: Decoded<PodTemplateSpec>,
): Decoded<PodTemplateSpec> {
  const { nodeSelector, tolerations, schedulingGates } = spec;
  const affinity = { ...old.spec?.affinity, nodeAffinity: spec.affinity?.nodeAffinity };
  const kept = semanticallyEqual(affinity, {}) && !spec.affinity ? undefined : affinity;
  return {
    metadata: { ...old.metadata, annotations: metadata.annotations, labels: metadata.labels },
    spec: { ...old.spec, nodeSelector, tolerations, schedulingGates, affinity: kept },
  };
}

function withoutResources(spec: Decoded<PodSpec>): Decoded<PodSpec> {
  const strip = (containers: Decoded<PodSpec>["containers"]) =>
    containers?.map((container) => ({ ...container, resources: undefined }));
  return {
    ...spec,
    containers: strip(spec.containers),
    initContainers: strip(spec.initContainers),
  };
}
