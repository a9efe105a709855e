import { backstepProblem } from "../../../file-paths.ts";
import { quote } from "../../../text.ts";
import type { Container } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { notFound } from "../../not-found.ts";
import type { PodContext } from "../context.ts";

/**
 * Volumes that the container gets as block devices.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateVolumeDevices
 */
export function validateDevices(
  { volumeMounts = [], volumeDevices = [] }: Decoded<Container>,
  { volumes }: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const mounts = new Map(volumeMounts.map(({ name = "", mountPath = "" }) => [name, mountPath]));
  const mountPaths = new Set(mounts.values());
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [index, { name = "", devicePath = "" }] of volumeDevices.entries()) {
    const atName = path.index(index).field("name");
    const atPath = path.index(index).field("devicePath");
    const volume = volumes.get(name);
    if (name === "") to.required(atName);
    else if (!volume) notFound("volume", name, volumes.keys(), atName, to);
    else if (!volume.persistentVolumeClaim && !volume.ephemeral)
      to.invalid(atName, "a device must come from a persistentVolumeClaim or an ephemeral volume");
    if (names.has(name)) to.invalid(atName, `${quote(name)} is there twice`);
    if (devicePath === "") to.required(atPath);
    else if (paths.has(devicePath)) to.invalid(atPath, `${quote(devicePath)} is there twice`);
    to.problem(atPath, backstepProblem(devicePath));
    if (mounts.has(name)) to.invalid(atName, `${quote(name)} is among the volumeMounts already`);
    if (mountPaths.has(devicePath))
      to.invalid(atPath, `${quote(devicePath)} is the path of a mount already`);
    if (name !== "") names.add(name);
    paths.add(devicePath);
  }
}
