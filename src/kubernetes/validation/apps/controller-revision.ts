import { isFields } from "../../fields.ts";
import type { ControllerRevision } from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateNotNegative } from "../not-negative.ts";

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateControllerRevisionCreate */
export function validateControllerRevision(
  { revision, data }: Decoded<ControllerRevision>,
  to: Complaints,
): void {
  validateNotNegative(revision, FieldPath.root.field("revision"), to);
  if (!isFields(data)) to.required(FieldPath.root.field("data"), "must be given, and be an object");
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateControllerRevisionUpdate */
export function validateControllerRevisionUpdate(
  { data }: Decoded<ControllerRevision>,
  old: Decoded<ControllerRevision>,
  to: Complaints,
): void {
  validateImmutable(data, old.data, FieldPath.root.field("data"), to);
}
