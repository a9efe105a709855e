import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type {
  CSIPersistentVolumeSource,
  CSIVolumeSource,
  SecretReference,
} from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const LONGEST_DRIVER = 63;

/**
 * The name of a CSI driver: a DNS name of up to 63 characters, capitals allowed.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateCSIDriverName
 */
export function validateCsiDriverName(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") {
    to.required(path, "must name the driver");
    return;
  }
  if (Buffer.byteLength(name) > LONGEST_DRIVER) to.tooLong(path, LONGEST_DRIVER, "bytes");
  to.problem(path, dns1123SubdomainProblem(name.toLowerCase()));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateCSIVolumeSource */
export function validateCsiVolume(
  { driver = "", nodePublishSecretRef }: Decoded<CSIVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  validateCsiDriverName(driver, path.field("driver"), to);
  if (nodePublishSecretRef === undefined) return;
  const { name = "" } = nodePublishSecretRef;
  if (name === "") to.required(path.field("nodePublishSecretRef", "name"));
  // The server leaves the reference out of the path here.
  else to.problem(path.field("name"), dns1123SubdomainProblem(name));
}

const REFERENCES = [
  "controllerPublishSecretRef",
  "controllerExpandSecretRef",
  "nodePublishSecretRef",
  "nodeExpandSecretRef",
] as const;

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateCSIPersistentVolumeSource */
export function validateCsiPersistentVolume(
  source: Decoded<CSIPersistentVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  validateCsiDriverName(source.driver ?? "", path.field("driver"), to);
  if ((source.volumeHandle ?? "") === "") to.required(path.field("volumeHandle"));
  for (const field of REFERENCES) {
    const reference = source[field];
    if (reference !== undefined) validateSecretReference(reference, path.field(field), to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePVSecretReference */
function validateSecretReference(
  { name = "", namespace = "" }: Decoded<SecretReference>,
  path: FieldPath,
  to: Complaints,
): void {
  if (name === "") to.required(path.field("name"));
  else to.problem(path.field("name"), dns1123SubdomainProblem(name));
  if (namespace === "") to.required(path.field("namespace"));
  else to.problem(path.field("namespace"), dns1123LabelProblem(namespace));
}
