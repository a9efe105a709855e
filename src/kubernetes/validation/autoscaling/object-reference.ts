import { pathSegmentNameProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { CrossVersionObjectReference } from "../../types/autoscaling.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * An object that is scaled, or whose metric is read.
 *
 * @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go ValidateCrossVersionObjectReference
 */
export function validateObjectReference(
  { apiVersion = "", kind = "", name = "" }: Decoded<CrossVersionObjectReference>,
  path: FieldPath,
  to: Complaints,
  { needsGroup }: { readonly needsGroup: boolean },
): void {
  for (const [field, value] of Object.entries({ kind, name })) {
    if (value === "") to.required(path.field(field));
    else to.problem(path.field(field), pathSegmentNameProblem(value));
  }
  // Before 1.34 nothing was asked of it.
  if (to.minor < 34) return;
  const at = path.field("apiVersion");
  const slashes = apiVersion.split("/").length - 1;
  if (slashes > 1) to.invalid(at, `${quote(apiVersion)} is not an API version`, "apps/v1");
  else if (needsGroup && (slashes === 0 || apiVersion.startsWith("/")))
    to.invalid(at, "must name the group too", "apps/v1 for a Deployment");
}
