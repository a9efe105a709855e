import type { PodSpec, PodTemplateSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateAnnotations, validateLabels } from "../object-meta.ts";
import { validateContainers } from "./containers.ts";
import type { PodContext } from "./context.ts";
import { validateVolumes } from "./volumes.ts";

/**
 * The spec of a pod, at a path such as `spec` or `spec.template.spec`.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpec
 */
export function validatePodSpec(
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
  { isTemplate }: { readonly isTemplate: boolean },
): void {
  const volumes = validateVolumes(spec.volumes ?? [], path.field("volumes"), to);
  const claims = new Set((spec.resourceClaims ?? []).map(({ name = "" }) => name));
  const context: PodContext = { spec, volumes, claims, isTemplate };
  validateContainers(context, path, to);
}

/**
 * What a workload makes its pods of.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodTemplateSpec
 */
export function validatePodTemplate(
  template: Decoded<PodTemplateSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  validateLabels(template.metadata?.labels, path.field("metadata", "labels"), to);
  validateAnnotations(template.metadata?.annotations, path.field("metadata", "annotations"), to);
  validatePodSpec(template.spec ?? {}, path.field("spec"), to, { isTemplate: true });
}
