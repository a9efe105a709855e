import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { warnPersistentVolumeClaimSpec } from "../../persistent-volume-claim.ts";
import { STORAGE_CLASS_ANNOTATION, warnStorageClassAnnotation } from "./annotations.ts";

type Spec = Decoded<PersistentVolumeClaimSpec>;
type Changing = { -readonly [Field in keyof Spec]: Spec[Field] };

/**
 * Drops what the server drops, and makes `dataSource` and `dataSourceRef` say the same.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim/strategy.go PrepareForCreate
 */
export function prepareClaim(object: Record<string, unknown>, minor: number): void {
  const spec = object.spec as Changing | undefined;
  if (spec === undefined) return;
  if (minor < 34) delete spec.volumeAttributesClassName;
  // Sources in other namespaces are behind a gate that is off.
  if (spec.dataSourceRef?.namespace) delete spec.dataSourceRef;
  const { dataSource, dataSourceRef } = spec;
  if (dataSourceRef !== undefined) {
    spec.dataSource ??= withoutNamespace(dataSourceRef);
  } else if (dataSource !== undefined) {
    if (isClaimOrSnapshot(dataSource)) spec.dataSourceRef = dataSource;
    else delete spec.dataSource;
  }
}

/** @see k8s.io/kubernetes/pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaim */
export function warnClaim(
  { metadata = {}, spec = {} }: Decoded<PersistentVolumeClaim>,
  to: Complaints,
): void {
  if (Object.hasOwn(metadata.annotations ?? {}, STORAGE_CLASS_ANNOTATION))
    warnStorageClassAnnotation(to);
  warnPersistentVolumeClaimSpec(spec, FieldPath.root.field("spec"), to);
}

function withoutNamespace({ namespace: _, ...source }: NonNullable<Spec["dataSourceRef"]>) {
  return source;
}

/** Any other source in this field was ignored from the beginning, and still is. */
function isClaimOrSnapshot({ apiGroup = "", kind }: NonNullable<Spec["dataSource"]>): boolean {
  if (kind === "PersistentVolumeClaim") return apiGroup === "";
  return kind === "VolumeSnapshot" && apiGroup === "snapshot.storage.k8s.io";
}
