import type { StatefulSet, StatefulSetSpec } from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";

const FIXED = ["selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates"] as const;

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateStatefulSetUpdate */
export function validateStatefulSetUpdate(
  { spec = {} }: Decoded<StatefulSet>,
  { spec: old = {} }: Decoded<StatefulSet>,
  to: Complaints,
): void {
  const fixed: readonly (keyof StatefulSetSpec)[] =
    to.minor >= 33 ? FIXED : [...FIXED, "revisionHistoryLimit"];
  const changed = fixed.filter((field) => !semanticallyEqual(spec[field], old[field]));
  if (changed.length > 0)
    to.forbidden(
      FieldPath.root.field("spec"),
      `${changed.join(" and ")} cannot be changed in an existing StatefulSet`,
      "delete it with --cascade=orphan and create it anew",
    );
}
