import { dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type {
  EphemeralVolumeSource,
  ImageVolumeSource,
  PersistentVolumeClaimVolumeSource,
  Volume,
} from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validatePersistentVolumeClaimTemplate } from "../persistent-volume-claim.ts";
import { requireFields } from "../required.ts";
import { validateFibreChannel, validateIscsi } from "./block-protocols.ts";
import { validateCsiVolume } from "./csi.ts";
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
import { validateDownwardApi } from "./downward-api.ts";
import { validateConfigMapVolume, validateSecretVolume } from "./file-items.ts";
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
import { validateEmptyDir, validateGitRepo, validateHostPath } from "./node-files.ts";
import type { SourceValidators } from "./one-source.ts";
import { validateProjected } from "./projected.ts";

/** What the source of a pod's volume is told of its pod. */
export interface VolumeOfPod {
  /** The volume's. */
  readonly name: string;
  /** The pod's name where it is known: not in a template, not where it will be generated. */
  readonly podName: string | undefined;
  readonly isTemplate: boolean;
  /** The volume. */
  readonly path: FieldPath;
}

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateVolumeSource */
export const podVolumeSources: SourceValidators<Decoded<Volume>, VolumeOfPod> = {
  emptyDir: validateEmptyDir,
  hostPath: validateHostPath,
  gitRepo: validateGitRepo,
  gcePersistentDisk: validateGcePersistentDisk,
  awsElasticBlockStore: validateAwsElasticBlockStore,
  secret: validateSecretVolume,
  nfs: validateNfs,
  iscsi: (source, path, to) => validateIscsi(source, path, to, false),
  glusterfs: validateGlusterfs,
  flocker: validateFlocker,
  persistentVolumeClaim: validateClaim,
  rbd: validateRbd,
  cinder: (source, path, to) => validateCinder(source, path, to, false),
  cephfs: validateCephFs,
  quobyte: validateQuobyte,
  downwardAPI: validateDownwardApi,
  fc: validateFibreChannel,
  flexVolume: validateFlexVolume,
  configMap: validateConfigMapVolume,
  azureFile: validateAzureFile,
  vsphereVolume: validateVsphere,
  photonPersistentDisk: validatePhoton,
  portworxVolume: validatePortworx,
  azureDisk: validateAzureDisk,
  storageos: (source, path, to) => validateStorageOs(source, path, to, false),
  projected: validateProjected,
  scaleIO: validateScaleIo,
  csi: validateCsiVolume,
  ephemeral: validateEphemeral,
  image: validateImage,
};

function validateClaim(
  source: Decoded<PersistentVolumeClaimVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["claimName"], path, to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateEphemeralVolumeSource */
function validateEphemeral(
  { volumeClaimTemplate }: Decoded<EphemeralVolumeSource>,
  path: FieldPath,
  to: Complaints,
  volume: VolumeOfPod,
): void {
  const at = path.field("volumeClaimTemplate");
  if (volumeClaimTemplate === undefined) to.required(at, "must describe the claim");
  else validatePersistentVolumeClaimTemplate(volumeClaimTemplate, at, to);
  if (volume.podName === undefined || volume.name === "") return;
  const claim = `${volume.podName}-${volume.name}`;
  const problem = dns1123SubdomainProblem(claim);
  if (problem !== undefined)
    to.invalid(volume.path.field("name"), `its claim would be named ${quote(claim)}: ${problem}`);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateImageVolumeSource */
function validateImage(
  { reference = "", pullPolicy = "" }: Decoded<ImageVolumeSource>,
  path: FieldPath,
  to: Complaints,
  { isTemplate }: VolumeOfPod,
): void {
  // In a template, something may fill the reference in when pods are made.
  if (!isTemplate && reference === "") to.required(path.field("reference"), "must name an image");
  const at = path.field("pullPolicy");
  if (pullPolicy === "") to.required(at);
  else if (!PULL_POLICIES.includes(pullPolicy)) to.unsupported(at, pullPolicy, PULL_POLICIES);
}
