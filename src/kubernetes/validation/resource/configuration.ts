import type { DeviceClassConfiguration } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateDriverName } from "./names.ts";

/** Bytes of JSON. */
const LONGEST_PARAMETERS = 10 * 1024;

/**
 * What a driver is told. It is the driver's to understand.
 *
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceConfiguration
 */
export function validateConfiguration(
  { opaque }: Decoded<DeviceClassConfiguration>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("opaque");
  if (!opaque) {
    to.required(at, "must be given, with a driver and parameters for it");
    return;
  }
  validateDriverName(opaque.driver ?? "", at.field("driver"), to);
  validateParameters(opaque.parameters, at.field("parameters"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateRawExtension */
function validateParameters(parameters: unknown, path: FieldPath, to: Complaints): void {
  if (parameters === undefined) to.required(path, "must be given: an object");
  else if (to.minor >= 32 && Buffer.byteLength(JSON.stringify(parameters)) > LONGEST_PARAMETERS)
    to.tooLong(path, LONGEST_PARAMETERS, "bytes of JSON");
  else if (typeof parameters !== "object" || Array.isArray(parameters))
    to.invalid(path, "is not an object");
}
