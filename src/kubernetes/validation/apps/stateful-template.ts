import type { StatefulSetSpec } from "../../types/apps.ts";
import type { PodTemplateSpec, Volume } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateAnnotations, validateLabels } from "../object-meta.ts";
import { validatePodTemplate } from "../pod/index.ts";

/**
 * The pods of a StatefulSet and the claims that each gets. Before Kubernetes 1.34 only the labels
 * and annotations of the template were looked at.
 *
 * @param path of the spec
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForStatefulSet
 */
export function validateStatefulTemplate(
  spec: Decoded<StatefulSetSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { template = {} } = spec;
  const at = path.field("template");
  if (to.minor >= 34) {
    validatePodTemplate(asThePodsGetIt(template, spec), at, to);
  } else {
    validateLabels(template.metadata?.labels, at.field("labels"), to);
    validateAnnotations(template.metadata?.annotations, at.field("annotations"), to);
  }
}

/**
 * The controller sets hostname and subdomain, and a volume for each claim, which wins over one of
 * the same name. (The server counts the claims first, in any order, when it numbers volumes; here
 * the template's own volumes keep the numbers that they are written with.)
 */
function asThePodsGetIt(
  template: Decoded<PodTemplateSpec>,
  { volumeClaimTemplates = [] }: Decoded<StatefulSetSpec>,
): Decoded<PodTemplateSpec> {
  const { spec = {} } = template;
  if (!spec.hostname && !spec.subdomain && volumeClaimTemplates.length === 0) return template;
  const { hostname: _hostname, subdomain: _subdomain, volumes = [], ...rest } = spec;
  const added = new Set(volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? ""));
  const own = volumes.map((volume) => {
    const { name = "" } = volume;
    return added.delete(name) ? claimed(name) : volume;
  });
  return { ...template, spec: { ...rest, volumes: [...own, ...[...added].map(claimed)] } };
}

function claimed(name: string): Decoded<Volume> {
  return { name, persistentVolumeClaim: { claimName: name } };
}
