import type { PersistentVolumeSpec } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { iscsiInterfaceProblem, validateFibreChannel, validateIscsi } from "./block-protocols.ts";
import { validateCsiPersistentVolume } from "./csi.ts";
import {
  validateAwsElasticBlockStore,
  validateAzureDisk,
  validateAzureFile,
  validateCinder,
  validateGcePersistentDisk,
  validatePhoton,
  validatePortworx,
  validateVsphere,
} from "./disks.ts";
import { validateFlexVolume } from "./flex.ts";
import {
  validateCephFs,
  validateFlocker,
  validateGlusterfs,
  validateNfs,
  validateQuobyte,
  validateRbd,
  validateScaleIo,
  validateStorageOs,
} from "./network-storage.ts";
import { validateHostPath, validateLocal } from "./node-files.ts";
import type { SourceValidators } from "./one-source.ts";

/** What the source of a PersistentVolume is told of it. */
export interface PersistentVolumeOf {
  /** Of the PersistentVolume; empty for the inline spec of a VolumeAttachment. */
  readonly name: string;
  /** Whether it says which nodes can reach it. */
  readonly hasNodeAffinity: boolean;
  /** The spec. */
  readonly path: FieldPath;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec */
export const persistentVolumeSources: SourceValidators<
  Decoded<PersistentVolumeSpec>,
  PersistentVolumeOf
> = {
  hostPath: validateHostPath,
  gcePersistentDisk: validateGcePersistentDisk,
  awsElasticBlockStore: validateAwsElasticBlockStore,
  glusterfs: validateGlusterfs,
  flocker: validateFlocker,
  nfs: validateNfs,
  rbd: validateRbd,
  quobyte: validateQuobyte,
  cephfs: validateCephFs,
  iscsi: (source, path, to, { name }) => {
    to.problem(path.field("targetportal"), iscsiInterfaceProblem(name, source));
    validateIscsi(source, path, to, true);
  },
  cinder: (source, path, to) => validateCinder(source, path, to, true),
  fc: validateFibreChannel,
  flexVolume: validateFlexVolume,
  azureFile: validateAzureFile,
  vsphereVolume: validateVsphere,
  photonPersistentDisk: validatePhoton,
  portworxVolume: validatePortworx,
  azureDisk: validateAzureDisk,
  scaleIO: validateScaleIo,
  local: (source, path, to, volume) => {
    validateLocal(source, path, to);
    if (!volume.hasNodeAffinity)
      to.required(volume.path.field("nodeAffinity"), "must say which node has the local volume");
  },
  storageos: (source, path, to) => validateStorageOs(source, path, to, true),
  csi: validateCsiPersistentVolume,
};

/** The source alone, as the part of a PersistentVolume that never changes. */
export function sourceOf(spec: Decoded<PersistentVolumeSpec>): Readonly<Record<string, unknown>> {
  const fields = Object.entries(spec).filter(([field]) =>
    Object.hasOwn(persistentVolumeSources, field),
  );
  return Object.fromEntries(fields);
}
