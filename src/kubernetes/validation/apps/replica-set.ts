import type { ReplicaSet } from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateNoneNegative } from "../not-negative.ts";
import { validatePodTemplate } from "../pod/index.ts";
import { validateOwnSelector } from "../selected-template.ts";
import { validateRunsForever } from "./template.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec */
export function validateReplicaSet({ spec = {} }: Decoded<ReplicaSet>, to: Complaints): void {
  const { template = {} } = spec;
  validateNoneNegative(spec, ["replicas", "minReadySeconds"], path, to);
  if (!validateOwnSelector(spec, path, to)) return;
  validatePodTemplate(template, path.field("template"), to);
  validateRunsForever(template, "ReplicaSet", path.field("template"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateReplicaSetUpdate */
export function validateReplicaSetUpdate(
  { spec = {} }: Decoded<ReplicaSet>,
  { spec: old = {} }: Decoded<ReplicaSet>,
  to: Complaints,
): void {
  validateImmutable(spec.selector, old.selector, path.field("selector"), to);
}
