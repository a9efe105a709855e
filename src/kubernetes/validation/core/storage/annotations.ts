import type { Complaints } from "../../complaints.ts";
import { FieldPath } from "../../field-path.ts";

/** Where the class of a volume or a claim stood before it had a field. */
export const STORAGE_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
/** Where the mount options of a volume stood. */
export const MOUNT_OPTIONS_ANNOTATION = "volume.beta.kubernetes.io/mount-options";

const path = FieldPath.root.field("metadata", "annotations");

export function warnStorageClassAnnotation(to: Complaints): void {
  warn(STORAGE_CLASS_ANNOTATION, "1.8", "use spec.storageClassName", to);
}

export function warnMountOptionsAnnotation(to: Complaints): void {
  warn(MOUNT_OPTIONS_ANNOTATION, "1.31", "use spec.mountOptions", to);
}

function warn(annotation: string, since: string, instead: string, to: Complaints): void {
  to.warn(
    path.key(annotation),
    `the annotation ${annotation} is deprecated since ${since}`,
    instead,
  );
}
