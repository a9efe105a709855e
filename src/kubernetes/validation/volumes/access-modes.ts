import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";

const MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES = ["Block", "Filesystem"];

/**
 * How a volume, or a claim, may be mounted.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec
 */
export function validateAccessModes(
  modes: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  if (modes.length === 0) to.required(path, "must have at least one mode, such as ReadWriteOnce");
  for (const [index, mode] of modes.entries())
    if (!MODES.includes(mode)) to.unsupported(path.index(index), mode, MODES);
  const known = new Set(modes.filter((mode) => MODES.includes(mode)));
  if (known.has("ReadWriteOncePod") && known.size > 1)
    to.forbidden(path, "ReadWriteOncePod stands alone", "leave the other modes out, or this one");
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec */
export function validateVolumeMode(
  mode: string | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (mode !== undefined && !VOLUME_MODES.includes(mode)) to.unsupported(path, mode, VOLUME_MODES);
}
