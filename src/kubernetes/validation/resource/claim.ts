import type { ResourceClaim } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateDeviceClaim } from "./device-claim.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go ValidateResourceClaim */
export function validateClaim({ spec = {} }: Decoded<ResourceClaim>, to: Complaints): void {
  validateDeviceClaim(spec.devices ?? {}, path.field("devices"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go ValidateResourceClaimUpdate */
export function validateClaimUpdate(
  { spec }: Decoded<ResourceClaim>,
  { spec: old }: Decoded<ResourceClaim>,
  to: Complaints,
): void {
  validateImmutable(spec, old, path, to);
}
