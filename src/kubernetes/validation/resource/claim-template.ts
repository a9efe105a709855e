import type { ResourceClaimTemplate } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateTemplateMeta } from "../template-meta.ts";
import { validateDeviceClaim } from "./device-claim.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go ValidateResourceClaimTemplate */
export function validateClaimTemplate(
  { spec = {} }: Decoded<ResourceClaimTemplate>,
  to: Complaints,
): void {
  validateTemplateMeta(spec.metadata ?? {}, path.field("metadata"), to);
  validateDeviceClaim(spec.spec?.devices ?? {}, path.field("spec", "devices"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go ValidateResourceClaimTemplateUpdate */
export function validateClaimTemplateUpdate(
  { spec }: Decoded<ResourceClaimTemplate>,
  { spec: old }: Decoded<ResourceClaimTemplate>,
  to: Complaints,
): void {
  validateImmutable(spec, old, path, to);
}
