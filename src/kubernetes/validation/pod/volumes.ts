import type { Volume } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * The volumes of a pod.
 *
 * @returns those that can be mounted, by name
 */
export function validateVolumes(
  volumes: readonly Decoded<Volume>[],
  _path: FieldPath,
  _to: Complaints,
): ReadonlyMap<string, Decoded<Volume>> {
  return new Map(volumes.map((volume) => [volume.name ?? "", volume]));
}
