import type { PodTemplateSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const RESTART_POLICIES = ["Always", "OnFailure", "Never"];

/**
 * What pods that are kept running may not ask for.
 *
 * @param path of the template
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForReplicaSet
 */
export function validateRunsForever(
  template: Decoded<PodTemplateSpec>,
  kind: string,
  path: FieldPath,
  to: Complaints,
): void {
  const { restartPolicy = "Always", activeDeadlineSeconds } = template.spec ?? {};
  const at = path.field("spec");
  if (restartPolicy !== "Always" && RESTART_POLICIES.includes(restartPolicy))
    to.add(
      "unsupported",
      at.field("restartPolicy"),
      `${restartPolicy} is for Jobs; the pods of a ${kind} always restart`,
      "Always, or leave it out",
    );
  if (activeDeadlineSeconds !== undefined)
    to.forbidden(
      at.field("activeDeadlineSeconds"),
      `the pods of a ${kind} have no deadline`,
      "leave it out; a Job takes one",
    );
}
