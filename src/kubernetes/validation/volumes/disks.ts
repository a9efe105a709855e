import { quote } from "../../text.ts";
import type {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFilePersistentVolumeSource,
  CinderPersistentVolumeSource,
  GCEPersistentDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { requireFields } from "../required.ts";

const CACHING_MODES = ["None", "ReadOnly", "ReadWrite"];
const DISK_KINDS = ["Dedicated", "Managed", "Shared"];

/*
 * Disks and shares of clouds, of pods and of PersistentVolumes.
 * See k8s.io/kubernetes/pkg/apis/core/validation/validation.go
 */

/** @see validateGCEPersistentDiskVolumeSource */
export function validateGcePersistentDisk(
  source: Decoded<GCEPersistentDiskVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["pdName"], path, to);
  validatePartition(source.partition, path, to);
}

/** @see validateAWSElasticBlockStoreVolumeSource */
export function validateAwsElasticBlockStore(
  source: Decoded<AWSElasticBlockStoreVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["volumeID"], path, to);
  validatePartition(source.partition, path, to);
}

function validatePartition(partition = 0, path: FieldPath, to: Complaints): void {
  if (partition >= 0 && partition <= 255) return;
  to.invalid(path.field("partition"), `${partition} is not a partition: write 1 to 255`);
}

/** @see validateAzureDisk */
export function validateAzureDisk(
  source: Decoded<AzureDiskVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["diskName", "diskURI"], path, to);
  const { cachingMode, kind, diskURI = "" } = source;
  if (cachingMode !== undefined && !CACHING_MODES.includes(cachingMode))
    to.unsupported(path.field("cachingMode"), cachingMode, CACHING_MODES);
  if (kind === undefined) return;
  if (!DISK_KINDS.includes(kind)) to.unsupported(path.field("kind"), kind, DISK_KINDS);
  const start = kind === "Managed" ? "/subscriptions/" : "https://";
  if (diskURI.startsWith(start)) return;
  to.add("unsupported", path.field("diskURI"), `${quote(diskURI)} does not begin with "${start}"`);
}

/**
 * @see validateAzureFile
 * @see validateAzureFilePV
 */
export function validateAzureFile(
  source: Decoded<AzureFilePersistentVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["secretName", "shareName"], path, to);
  if (source.secretNamespace === "") to.required(path.field("secretNamespace"));
}

/**
 * @param namespaced the Secret must be named with its namespace: in a PersistentVolume
 * @see validateCinderVolumeSource
 * @see validateCinderPersistentVolumeSource
 */
export function validateCinder(
  { volumeID = "", secretRef }: Decoded<CinderPersistentVolumeSource>,
  path: FieldPath,
  to: Complaints,
  namespaced: boolean,
): void {
  if (volumeID === "") to.required(path.field("volumeID"));
  if (secretRef === undefined) return;
  const fields = namespaced ? (["name", "namespace"] as const) : (["name"] as const);
  requireFields(secretRef, fields, path.field("secretRef"), to);
}

/** @see validateVsphereVolumeSource */
export function validateVsphere(
  source: Decoded<VsphereVirtualDiskVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["volumePath"], path, to);
}

/** @see validatePhotonPersistentDiskVolumeSource */
export function validatePhoton(
  source: Decoded<PhotonPersistentDiskVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["pdID"], path, to);
}

/** @see validatePortworxVolumeSource */
export function validatePortworx(
  source: Decoded<PortworxVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["volumeID"], path, to);
}
