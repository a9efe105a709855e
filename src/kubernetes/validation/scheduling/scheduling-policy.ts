import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import type { SchedulingPolicy } from "./types.ts";

/**
 * Whether the pods of a group are scheduled one by one or all at once.
 *
 * @see k8s.io/kubernetes/pkg/apis/scheduling/v1alpha2/zz_generated.validations.go Validate_PodGroupSchedulingPolicy
 */
export function validateSchedulingPolicy(
  { basic, gang }: SchedulingPolicy,
  path: FieldPath,
  to: Complaints,
): void {
  const oneOf = "basic: {} or gang: {minCount: 2}";
  if (!basic && !gang) {
    // The generated validation of v1alpha2 calls the same thing invalid.
    to.add(to.minor < 36 ? "required" : "invalid", path, "says nothing", oneOf);
    return;
  }
  if (basic && gang) to.invalid(path, "basic and gang exclude each other", oneOf);
  if (!gang || (basic && to.minor < 36)) return;
  const { minCount = 0 } = gang;
  const at = path.field("gang", "minCount");
  if (minCount === 0) to.required(at, "must be given, and be at least 1");
  else if (minCount < 0) to.invalid(at, `${minCount} is below 1, the least`);
}
