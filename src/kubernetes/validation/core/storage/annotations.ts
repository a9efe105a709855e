import type { Complaints } from "../../complaints.ts";
import { FieldPath } from "../../field-path.ts";

/** Where the class of a volume or a claim stood before it had a field. */
export const STORAGE_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
/** Where the mount options of a volume stood. */
export const MOUNT_OPTIONS_ANNOTATION = "volume.beta.kubernetes.io/mount-options";

const path = FieldPath.root.field("metadata", "annotations");

export function warnStorageClassAnnotation(to: Complaints): void {
  const at = path.key(STORAGE_CLASS_ANNOTATION);
  to.warn(at, "this annotation is deprecated since 1.8", "use spec.storageClassName");
}

export function warnMountOptionsAnnotation(to: Complaints): void {
  const at = path.key(MOUNT_OPTIONS_ANNOTATION);
  to.warn(at, "this annotation is deprecated since 1.31", "use spec.mountOptions");
}
