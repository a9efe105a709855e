import type { PodSpec } from "../../types/core.ts";
import { dropDisabledFields } from "./disabled-fields.ts";

/**
 * A workload's template as the server has it when it validates: for the `prepare` of its kind.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/util.go DropDisabledTemplateFields
 */
export function preparePodTemplate(template: unknown, minor: number): void {
  const { spec } = (template ?? {}) as { spec?: PodSpec };
  if (spec) dropDisabledFields(spec, minor);
}
