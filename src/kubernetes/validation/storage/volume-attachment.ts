import { dns1123SubdomainProblem } from "../../names.ts";
import type { VolumeAttachment } from "../../types/storage.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { validateCsiDriverName } from "../volumes/csi.ts";
import { validateInlineVolumeSpec } from "../volumes/persistent-volume-spec.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateVolumeAttachment */
export function validateVolumeAttachment(
  { spec = {} }: Decoded<VolumeAttachment>,
  to: Complaints,
): void {
  const { attacher = "", nodeName = "", source = {} } = spec;
  validateCsiDriverName(attacher, path.field("attacher"), to);
  to.problem(path.field("nodeName"), dns1123SubdomainProblem(nodeName));
  const { persistentVolumeName: name, inlineVolumeSpec } = source;
  const at = path.field("source");
  if (name !== undefined && inlineVolumeSpec !== undefined)
    to.forbidden(at, "has both inlineVolumeSpec and persistentVolumeName", "keep one of the two");
  else if (inlineVolumeSpec !== undefined)
    validateInlineVolumeSpec(inlineVolumeSpec, at.field("inlineVolumeSpec"), to);
  else if (name === undefined)
    to.required(at, "must have inlineVolumeSpec or persistentVolumeName");
  if (name !== undefined)
    to.problem(at.field("persistentVolumeName"), dns1123SubdomainProblem(name));
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateVolumeAttachmentUpdate */
export function validateVolumeAttachmentUpdate(
  now: Decoded<VolumeAttachment>,
  old: Decoded<VolumeAttachment>,
  to: Complaints,
): void {
  if (!semanticallyEqual(now.spec, old.spec)) to.invalid(path, "may not change");
}
