import type { VolumeAttributesClass } from "../../types/storage.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { sameEntries } from "../semantic-equality.ts";
import { validateParameters, validateProvisioner } from "./parameters.ts";

const { root } = FieldPath;

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateVolumeAttributesClass */
export function validateVolumeAttributesClass(
  { driverName = "", parameters = {} }: Decoded<VolumeAttributesClass>,
  to: Complaints,
): void {
  validateProvisioner(driverName, root.field("driverName"), to);
  validateParameters(parameters, root.field("parameters"), to, { mayBeEmpty: false });
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateVolumeAttributesClassUpdate */
export function validateVolumeAttributesClassUpdate(
  now: Decoded<VolumeAttributesClass>,
  old: Decoded<VolumeAttributesClass>,
  to: Complaints,
): void {
  const instead = "make a class of another name";
  if (now.driverName !== old.driverName)
    to.forbidden(root.field("driverName"), "may not change", instead);
  if (!sameEntries(now.parameters, old.parameters))
    to.forbidden(root.field("parameters"), "may not change", instead);
}
