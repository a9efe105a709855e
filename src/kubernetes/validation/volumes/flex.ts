import { quote } from "../../text.ts";
import type { FlexVolumeSource } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * A volume of a FlexVolume driver, of a pod or of a PersistentVolume.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateFlexVolumeSource
 */
export function validateFlexVolume(
  { driver = "", options = {} }: Pick<Decoded<FlexVolumeSource>, "driver" | "options">,
  path: FieldPath,
  to: Complaints,
): void {
  if (driver === "") to.required(path.field("driver"));
  for (const key of Object.keys(options)) {
    const domain = `.${(key.split("/", 1)[0] ?? "").toLowerCase()}`;
    if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io"))
      to.invalid(path.field("options").key(key), `${quote(key)} is reserved for Kubernetes itself`);
  }
}
