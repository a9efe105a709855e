import type { ObjectMeta, Pod, PodSpec } from "../../types/index.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { validateAdmission } from "./admission.ts";
import { validatePodAnnotations } from "./annotations.ts";
import { fillPodResources } from "./default-resources.ts";
import { dropDisabledFields } from "./disabled-fields.ts";
import { validatePodSpec } from "./index.ts";
import { validateAppArmorAnnotations, validateSeccompAnnotations } from "./legacy-profiles.ts";
import { mergeLabelKeys } from "./scheduling/merge-label-keys.ts";

const path = FieldPath.root.field("spec");
const annotationsPath = FieldPath.root.field("metadata", "annotations");

/**
 * A pod as the server has it when it validates.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/pod/strategy.go PrepareForCreate
 * @see k8s.io/kubernetes/pkg/apis/core/v1/conversion.go Convert_v1_Pod_To_core_Pod
 */
export function preparePod(pod: Record<string, unknown>, minor: number): void {
  delete pod.status;
  setFirstGeneration(pod);
  pod.spec ??= {};
  const spec = pod.spec as PodSpec & Record<string, unknown>;
  // For a pod, not for a template, less than none means one.
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  if (minor >= 34) fillPodResources(spec);
  dropDisabledFields(spec, minor);
  const { labels = {}, uid } = (pod.metadata ?? {}) as ObjectMeta;
  // A pod that a server has stored already has what its labels stand for.
  if (uid === undefined) mergeLabelKeys(spec, labels, minor);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodCreate */
export function validatePod(pod: Decoded<Pod>, to: Complaints): void {
  const { metadata: { name, annotations = {} } = {}, spec = {} } = pod;
  validatePodAnnotations(annotations, spec, annotationsPath, to);
  validatePodSpec(spec, path, to, { isTemplate: false, podName: name });
  if ((spec.nodeName ?? "") !== "" && (spec.schedulingGates ?? []).length > 0)
    to.forbidden(path.field("nodeName"), "cannot be given while there are schedulingGates");
  validateSeccompAnnotations(annotations, spec, path, to);
  validateAppArmorAnnotations(annotations, spec, path, to, false);
  validateAdmission(pod, to);
}
