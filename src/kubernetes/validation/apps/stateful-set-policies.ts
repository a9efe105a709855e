import type {
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetUpdateStrategy,
} from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateNotNegative } from "../not-negative.ts";

const STRATEGIES = ["RollingUpdate", "OnDelete"];
const RETENTIONS = ["Retain", "Delete"];

/**
 * How the pods of a StatefulSet are replaced. What is wrong with the type is said of the whole.
 *
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec
 */
export function validateUpdateStrategy(
  { type = "RollingUpdate", rollingUpdate }: Decoded<StatefulSetUpdateStrategy>,
  path: FieldPath,
  to: Complaints,
): void {
  const rolling = path.field("rollingUpdate");
  if (!STRATEGIES.includes(type)) to.unsupported(path, type, STRATEGIES);
  else if (type === "OnDelete" && rollingUpdate)
    to.invalid(rolling, "is for the type RollingUpdate", "leave it out, or change the type");
  else validateNotNegative(rollingUpdate?.partition, rolling.field("partition"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidatePersistentVolumeClaimRetentionPolicy */
export function validateRetention(
  {
    whenDeleted = "Retain",
    whenScaled = "Retain",
  }: Decoded<StatefulSetPersistentVolumeClaimRetentionPolicy>,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [name, policy] of Object.entries({ whenDeleted, whenScaled }))
    if (!RETENTIONS.includes(policy)) to.unsupported(path.field(name), policy, RETENTIONS);
}
