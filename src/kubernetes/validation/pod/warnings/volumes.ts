import type { Volume } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { warnPersistentVolumeClaimSpec } from "../../persistent-volume-claim.ts";
import { overlapsOf } from "./overlapping-paths.ts";

/** Kinds of volumes that no node can mount any more. */
const GONE: Readonly<Record<string, string>> = {
  photonPersistentDisk: "1.16",
  scaleIO: "1.22",
  flocker: "1.25",
  storageos: "1.25",
  quobyte: "1.25",
  glusterfs: "1.26",
  cephfs: "1.31",
  rbd: "1.31",
};

/** The server's names for two fields. */
const NAMED: Readonly<Record<string, string>> = { storageos: "storageOS" };

/** Warns of volumes that will not work, or not as they read. */
export function warnVolumes(
  volumes: readonly Decoded<Volume>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, volume] of volumes.entries()) {
    const at = path.index(index);
    for (const name of Object.keys(volume)) {
      const since = GONE[name];
      if (since !== undefined)
        to.warn(at.field(NAMED[name] ?? name), `nothing mounts it since ${since}`, "a CSI driver");
    }
    if (volume.gitRepo)
      to.warn(
        at.field("gitRepo"),
        to.minor < 33 ? "is deprecated" : "is deprecated, and off since 1.33",
        "an emptyDir that an init container clones into",
      );
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
    const claimPath = at.field("ephemeral", "volumeClaimTemplate", "spec");
    if (claim) warnPersistentVolumeClaimSpec(claim, claimPath, to);
    if (to.minor < 32) continue;
    // The server names the volume, and no field.
    for (const overlap of overlapsOf(volume)) to.warn(FieldPath.root, overlap);
  }
}
