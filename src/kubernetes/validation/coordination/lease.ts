import type { Lease } from "../../types/coordination.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateMicroTime } from "../micro-time.ts";
import { validateNotNegative } from "../not-negative.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/coordination/validation/validation.go ValidateLeaseSpec */
export function validateLease({ spec = {} }: Decoded<Lease>, to: Complaints): void {
  const { leaseDurationSeconds, leaseTransitions } = spec;
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0)
    to.invalid(path.field("leaseDurationSeconds"), `${leaseDurationSeconds} is not above 0`);
  validateMicroTime(spec.acquireTime, path.field("acquireTime"), to);
  validateMicroTime(spec.renewTime, path.field("renewTime"), to);
  validateNotNegative(leaseTransitions, path.field("leaseTransitions"), to);
}

/**
 * CoordinatedLeaderElection is off in every minor up to 1.36.
 *
 * @see k8s.io/kubernetes/pkg/registry/coordination/lease/strategy.go PrepareForCreate
 */
export function dropElection({ spec }: Lease): void {
  delete spec?.strategy;
  delete spec?.preferredHolder;
}
