import { descendingPathProblem } from "../../../file-paths.ts";
import { quote } from "../../../text.ts";
import type { Container, VolumeMount } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { notFound } from "../../not-found.ts";
import type { PodContext } from "../context.ts";

const PROPAGATIONS: ReadonlySet<string> = new Set(["None", "HostToContainer", "Bidirectional"]);
const RECURSIVE: ReadonlySet<string> = new Set(["Disabled", "IfPossible", "Enabled"]);

/**
 * The server leaves the index out of some paths.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateVolumeMounts
 */
export function validateMounts(
  { volumeMounts = [], volumeDevices = [], securityContext }: Decoded<Container>,
  { volumes }: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const devices = new Map(
    volumeDevices.map(({ name = "", devicePath = "" }) => [name, devicePath]),
  );
  const devicePaths = new Set(devices.values());
  const mounted = new Set<string>();
  for (const [index, mount] of volumeMounts.entries()) {
    const { name = "", mountPath = "" } = mount;
    const at = path.index(index);
    const written = path.for(at);
    if (name === "") to.required(at.field("name"));
    else if (!volumes.has(name)) notFound("volume", name, volumes.keys(), at.field("name"), to);
    if (mountPath === "") to.required(at.field("mountPath"));
    else if (mounted.has(mountPath))
      to.invalid(at.field("mountPath"), `${quote(mountPath)} is mounted twice`);
    mounted.add(mountPath);
    if (devices.has(name))
      to.invalid(at.field("name"), `${quote(name)} is among the volumeDevices already`);
    if (devicePaths.has(mountPath))
      to.invalid(at.field("mountPath"), `${quote(mountPath)} is the path of a device already`);
    validateSubPaths(mount, written, at, to);
    if (mount.mountPropagation !== undefined)
      validatePropagation(mount, securityContext?.privileged ?? false, written, to);
    if (mount.recursiveReadOnly !== undefined) validateRecursion(mount, written, to);
  }
}

function validateSubPaths(
  { name = "", subPath = "", subPathExpr = "" }: Decoded<VolumeMount>,
  path: FieldPath,
  own: FieldPath,
  to: Complaints,
): void {
  if (subPath !== "") validatePath(subPath, name, path.field("subPath"), to);
  if (subPathExpr === "") return;
  if (subPath !== "")
    to.invalid(own.field("subPathExpr"), "subPath and subPathExpr exclude each other");
  validatePath(subPathExpr, name, path.field("subPathExpr"), to);
}

function validatePath(text: string, mount: string, path: FieldPath, to: Complaints): void {
  const problem = descendingPathProblem(text);
  if (problem !== undefined) to.invalid(path, `the mount ${quote(mount)}: ${problem}`);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateMountPropagation */
function validatePropagation(
  { name = "", mountPropagation = "" }: Decoded<VolumeMount>,
  isPrivileged: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("mountPropagation");
  if (!PROPAGATIONS.has(mountPropagation)) to.unsupported(at, mountPropagation, PROPAGATIONS);
  if (mountPropagation === "Bidirectional" && !isPrivileged)
    to.forbidden(at, `the mount ${quote(name)}: Bidirectional is for privileged containers only`);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateMountRecursiveReadOnly */
function validateRecursion(
  { name = "", readOnly, recursiveReadOnly = "", mountPropagation = "None" }: Decoded<VolumeMount>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("recursiveReadOnly");
  if (!RECURSIVE.has(recursiveReadOnly)) to.unsupported(at, recursiveReadOnly, RECURSIVE);
  else if (recursiveReadOnly !== "Disabled") {
    if (!readOnly)
      to.forbidden(at, `the mount ${quote(name)} is not read-only`, "give readOnly: true too");
    if (mountPropagation !== "None")
      to.forbidden(at, `the mount ${quote(name)}: goes with the mountPropagation None only`);
  }
}
