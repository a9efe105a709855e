import { deprecatedNodeLabelProblem } from "../../../deprecated-node-labels.ts";
import type { PersistentVolume, PersistentVolumeSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validatePersistentVolumeSpec } from "../../volumes/persistent-volume-spec.ts";
import {
  MOUNT_OPTIONS_ANNOTATION,
  STORAGE_CLASS_ANNOTATION,
  warnMountOptionsAnnotation,
  warnStorageClassAnnotation,
} from "./annotations.ts";

type Spec = Decoded<PersistentVolumeSpec>;

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/api/persistentvolume/util.go DropDisabledSpecFields */
export function prepareVolume(object: Record<string, unknown>, minor: number): void {
  const spec = object.spec as { volumeAttributesClassName?: string } | undefined;
  if (minor < 34) delete spec?.volumeAttributesClassName;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolume */
export function validateVolume(
  { metadata = {}, spec = {} }: Decoded<PersistentVolume>,
  to: Complaints,
): void {
  validatePersistentVolumeSpec(spec, metadata.name ?? "", path, to);
  const { annotations = {} } = metadata;
  if (!Object.hasOwn(annotations, MOUNT_OPTIONS_ANNOTATION)) return;
  if (WITH_MOUNT_OPTIONS.some((source) => spec[source] !== undefined)) return;
  const at = FieldPath.root.field("metadata", "annotations", MOUNT_OPTIONS_ANNOTATION);
  to.forbidden(at, "volumes of this kind take no mount options");
}

/** @see k8s.io/kubernetes/pkg/volume/validation/pv_validation.go checkMountOption */
const WITH_MOUNT_OPTIONS = [
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "glusterfs",
  "nfs",
  "rbd",
  "quobyte",
  "iscsi",
  "cinder",
  "cephfs",
  "azureFile",
  "vsphereVolume",
  "azureDisk",
  "photonPersistentDisk",
] as const satisfies readonly (keyof Spec)[];

/** Volumes that no kubelet mounts any more: since when they are deprecated, and gone. */
const GONE: readonly (readonly [keyof Spec, field: string, deprecated: number, gone: number])[] = [
  ["cephfs", "cephfs", 28, 31],
  ["photonPersistentDisk", "photonPersistentDisk", 11, 16],
  ["scaleIO", "scaleIO", 16, 22],
  ["storageos", "storageOS", 22, 25],
  ["glusterfs", "glusterfs", 25, 26],
  ["rbd", "rbd", 28, 31],
];

/** @see k8s.io/kubernetes/pkg/api/persistentvolume/util.go warningsForPersistentVolumeSpecAndMeta */
export function warnVolume(
  { metadata = {}, spec = {} }: Decoded<PersistentVolume>,
  to: Complaints,
): void {
  const { annotations = {} } = metadata;
  if (Object.hasOwn(annotations, STORAGE_CLASS_ANNOTATION)) warnStorageClassAnnotation(to);
  if (Object.hasOwn(annotations, MOUNT_OPTIONS_ANNOTATION)) warnMountOptionsAnnotation(to);
  if (spec.persistentVolumeReclaimPolicy === "Recycle")
    to.warn(
      path.field("persistentVolumeReclaimPolicy"),
      "Recycle is deprecated",
      "have volumes provisioned by a StorageClass",
    );
  warnNodeLabels(spec, to);
  for (const [source, field, deprecated, gone] of GONE)
    if (spec[source] !== undefined)
      to.warn(
        path.field(field),
        `deprecated since 1.${deprecated}; no node mounts it since 1.${gone}`,
        "use a CSI driver",
      );
}

function warnNodeLabels({ nodeAffinity }: Spec, to: Complaints): void {
  const at = path.field("nodeAffinity", "required", "nodeSelectorTerms");
  const terms = nodeAffinity?.required?.nodeSelectorTerms ?? [];
  for (const [index, { matchExpressions = [] }] of terms.entries())
    for (const [position, { key = "" }] of matchExpressions.entries()) {
      const problem = deprecatedNodeLabelProblem(key);
      if (problem === undefined) continue;
      to.warn(at.index(index).field("matchExpressions").index(position).field("key"), problem);
    }
}
