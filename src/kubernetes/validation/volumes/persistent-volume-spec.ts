import { dns1123SubdomainProblem } from "../../names.ts";
import { parseQuantity } from "../../quantity.ts";
import type { PersistentVolumeSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateNodeSelector } from "../node-selector.ts";
import { validateAccessModes, validateVolumeMode } from "./access-modes.ts";
import { validateOneSource } from "./one-source.ts";
import { type PersistentVolumeOf, persistentVolumeSources } from "./persistent-sources.ts";

type Spec = Decoded<PersistentVolumeSpec>;

const RECLAIM_POLICIES = ["Delete", "Recycle", "Retain"];

/**
 * @param name of the PersistentVolume
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec
 */
export function validatePersistentVolumeSpec(
  spec: Spec,
  name: string,
  path: FieldPath,
  to: Complaints,
): void {
  validateAccessModes(spec.accessModes ?? [], path.field("accessModes"), to);
  validateCapacity(spec.capacity ?? {}, path.field("capacity"), to);
  const policy = spec.persistentVolumeReclaimPolicy ?? "";
  if (policy !== "" && !RECLAIM_POLICIES.includes(policy))
    to.unsupported(path.field("persistentVolumeReclaimPolicy"), policy, RECLAIM_POLICIES);
  validateNodeAffinity(spec.nodeAffinity, path.field("nodeAffinity"), to);
  validateSource(spec, { name, path, hasNodeAffinity: spec.nodeAffinity !== undefined }, to);
  if (spec.hostPath !== undefined && policy === "Recycle" && isRoot(spec.hostPath.path ?? ""))
    to.forbidden(
      path.field("persistentVolumeReclaimPolicy"),
      "would empty the whole file system of the node",
      "write Retain",
    );
  const { storageClassName = "", volumeAttributesClassName } = spec;
  if (storageClassName !== "")
    to.problem(path.field("storageClassName"), dns1123SubdomainProblem(storageClassName));
  validateVolumeMode(spec.volumeMode, path.field("volumeMode"), to);
  // Dropped before its gate was on by default.
  if (volumeAttributesClassName === undefined || to.minor < 34) return;
  const at = path.field("volumeAttributesClassName");
  if (volumeAttributesClassName === "") to.required(at, "may not be empty", "leave it out");
  else to.problem(at, dns1123SubdomainProblem(volumeAttributesClassName));
  if (spec.csi === undefined)
    to.required(path.field("csi"), "must be the source where volumeAttributesClassName is given");
}

/**
 * The spec of a volume that no PersistentVolume stands for, in a VolumeAttachment.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec
 */
export function validateInlineVolumeSpec(spec: Spec, path: FieldPath, to: Complaints): void {
  const { capacity = {}, persistentVolumeReclaimPolicy: policy = "", volumeMode } = spec;
  const forbid = (field: keyof Spec, message = "is not for inline volumes") =>
    to.forbidden(path.field(field), message, "leave it out");
  if (spec.claimRef !== undefined) forbid("claimRef");
  if (Object.keys(capacity).length > 0) forbid("capacity");
  if (spec.csi === undefined) to.required(path.field("csi"), "must be the source");
  validateAccessModes(spec.accessModes ?? [], path.field("accessModes"), to);
  if (policy !== "" && policy !== "Retain")
    forbid("persistentVolumeReclaimPolicy", "can only be Retain for inline volumes");
  if (spec.nodeAffinity !== undefined) forbid("nodeAffinity");
  validateSource(spec, { name: "", path, hasNodeAffinity: false }, to);
  if ((spec.storageClassName ?? "") !== "") forbid("storageClassName");
  if (volumeMode !== undefined && volumeMode !== "Filesystem")
    forbid("volumeMode", "can only be Filesystem for inline volumes");
}

function validateSource(spec: Spec, volume: PersistentVolumeOf, to: Complaints): void {
  const options = { uncounted: "flexVolume" };
  validateOneSource(spec, persistentVolumeSources, volume.path, to, volume, options);
}

function validateCapacity(
  capacity: Readonly<Record<string, string | number | undefined>>,
  path: FieldPath,
  to: Complaints,
): void {
  const entries = Object.entries(capacity);
  if (entries.length === 0) to.required(path, "must be given", 'write {storage: "1Gi"}');
  else if (entries.length > 1 || capacity.storage === undefined)
    to.add("unsupported", path, "must have the key storage, and no other");
  for (const [resource, amount = 0] of entries)
    if (parseQuantity(amount).unscaled <= 0n)
      to.invalid(path.key(resource), `${amount} is not more than 0`);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateVolumeNodeAffinity */
function validateNodeAffinity(
  affinity: Spec["nodeAffinity"],
  path: FieldPath,
  to: Complaints,
): void {
  if (affinity === undefined) return;
  const at = path.field("required");
  if (affinity.required === undefined) to.required(at, "must say which nodes reach the volume");
  else validateNodeSelector(affinity.required, at, to);
}

/** As Go's path.Clean sees it. */
function isRoot(path: string): boolean {
  return path.startsWith("/") && path.split("/").every((part) => part === "" || part === ".");
}
