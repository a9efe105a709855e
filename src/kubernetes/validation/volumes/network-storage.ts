import { dns1123LabelProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type {
  CephFSVolumeSource,
  FlockerVolumeSource,
  GlusterfsPersistentVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
  ScaleIOVolumeSource,
  StorageOSPersistentVolumeSource,
} from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { requireFields } from "../required.ts";

const LONGEST_TENANT = 64;

/*
 * File systems and block devices that are reached through the network, of pods and of
 * PersistentVolumes. See k8s.io/kubernetes/pkg/apis/core/validation/validation.go
 */

/** @see validateNFSVolumeSource */
export function validateNfs(
  source: Decoded<NFSVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["server", "path"], path, to);
  const { path: file = "" } = source;
  if (!file.startsWith("/"))
    to.invalid(path.field("path"), `${quote(file)} is not absolute`, 'begin it with "/"');
}

/**
 * @see validateGlusterfsVolumeSource
 * @see validateGlusterfsPersistentVolumeSource
 */
export function validateGlusterfs(
  source: Decoded<GlusterfsPersistentVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["endpoints", "path"], path, to);
  const { endpointsNamespace } = source;
  if (endpointsNamespace !== undefined)
    to.problem(path.field("endpointsNamespace"), dns1123LabelProblem(endpointsNamespace));
}

/** @see validateCephFSVolumeSource */
export function validateCephFs(
  source: Pick<Decoded<CephFSVolumeSource>, "monitors">,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["monitors"], path, to);
}

/** @see validateRBDVolumeSource */
export function validateRbd(
  source: Pick<Decoded<RBDVolumeSource>, "monitors" | "image">,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["monitors", "image"], path, to);
}

/** @see validateQuobyteVolumeSource */
export function validateQuobyte(
  source: Decoded<QuobyteVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  const { registry = "", tenant = "" } = source;
  const at = path.field("registry");
  if (registry === "") to.required(at, "must name a host and its port");
  else if (Buffer.byteLength(tenant) > LONGEST_TENANT)
    to.required(path.field("tenant"), `may have at most ${LONGEST_TENANT} characters`);
  else if (!registry.split(",").every(isHostAndPort))
    to.invalid(at, `${quote(registry)} is not made of hosts with ports`, '"host:7861,other:7861"');
  requireFields(source, ["volume"], path, to);
}

/** As Go's net.SplitHostPort: the port may be empty, or a name. */
function isHostAndPort(text: string): boolean {
  return /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}

/** @see validateFlockerVolumeSource */
export function validateFlocker(
  { datasetName = "", datasetUUID = "" }: Decoded<FlockerVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (datasetName === "" && datasetUUID === "")
    to.required(path, "must have datasetName or datasetUUID");
  if (datasetName !== "" && datasetUUID !== "")
    to.invalid(path, "datasetName and datasetUUID exclude each other", "keep one of the two");
  if (datasetName.includes("/"))
    to.invalid(path.field("datasetName"), `${quote(datasetName)} has a "/" in it`);
}

/** @see validateScaleIOVolumeSource */
export function validateScaleIo(
  source: Pick<Decoded<ScaleIOVolumeSource>, "gateway" | "system" | "volumeName">,
  path: FieldPath,
  to: Complaints,
): void {
  requireFields(source, ["gateway", "system", "volumeName"], path, to);
}

/**
 * @param namespaced the Secret must be named with its namespace: in a PersistentVolume
 * @see validateStorageOSVolumeSource
 * @see validateStorageOSPersistentVolumeSource
 */
export function validateStorageOs(
  { volumeName = "", volumeNamespace = "", secretRef }: Decoded<StorageOSPersistentVolumeSource>,
  path: FieldPath,
  to: Complaints,
  namespaced: boolean,
): void {
  if (volumeName === "") to.required(path.field("volumeName"));
  else to.problem(path.field("volumeName"), dns1123LabelProblem(volumeName));
  if (volumeNamespace !== "")
    to.problem(path.field("volumeNamespace"), dns1123LabelProblem(volumeNamespace));
  if (secretRef === undefined) return;
  const fields = namespaced ? (["name", "namespace"] as const) : (["name"] as const);
  requireFields(secretRef, fields, path.field("secretRef"), to);
}
