import { formatQuantity, parseQuantity } from "../../kubernetes/quantity.ts";
import { compareQuantities } from "../../kubernetes/quantity-arithmetic.ts";
import type { PersistentVolume, PersistentVolumeClaim } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { namedVolume } from "./volumes/storage.ts";

export const claimDoesNotFit: Rule = {
  id: "claim-does-not-fit",
  layer: "graphs",
  severity: "error",
  title: "a claim that does not fit the PersistentVolume that it is for",
  why: "they are never bound: the claim is Pending for ever, and so is every pod that mounts it",
  fix: "make size, modes and class of both agree",
  bad: `apiVersion: v1
kind: PersistentVolume
metadata: { name: archive }
spec:
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteMany]
  nfs: { server: files.example.com, path: /archive }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: archive }
spec:
  volumeName: archive
  storageClassName: ""
  accessModes: [ReadWriteMany]
  resources: { requests: { storage: 10Gi } }
`,
  good: `apiVersion: v1
kind: PersistentVolume
metadata: { name: archive }
spec:
  capacity: { storage: 10Gi }
  accessModes: [ReadWriteMany]
  nfs: { server: files.example.com, path: /archive }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: archive }
spec:
  volumeName: archive
  storageClassName: ""
  accessModes: [ReadWriteMany]
  resources: { requests: { storage: 10Gi } }
`,
  find: (world: World) =>
    inventory(world)
      .all("PersistentVolumeClaim")
      .flatMap((claim): FoundInObject[] => {
        const volume = namedVolume(world, claim);
        const found = volume && misfit(claim.object, volume.object);
        if (!found) return [];
        const message = `${found.message} of the PersistentVolume ${volume.name}`;
        return [foundAt(claim, found.path, message)];
      }),
};

const SPEC = FieldPath.root.field("spec");

/**
 * The first thing that keeps a claim and its volume apart.
 *
 * @see k8s.io/kubernetes/pkg/controller/volume/persistentvolume/pv_controller.go checkVolumeSatisfyClaim
 */
function misfit(
  { spec: claim = {} }: Decoded<PersistentVolumeClaim>,
  { spec: volume = {} }: Decoded<PersistentVolume>,
): { readonly path: FieldPath; readonly message: string } | undefined {
  const size = claim.resources?.requests?.storage;
  const room = volume.capacity?.storage;
  if (size !== undefined && room !== undefined) {
    const [wanted, given] = [parseQuantity(size), parseQuantity(room)];
    const path = SPEC.field("resources", "requests").key("storage");
    const message = `it asks for ${formatQuantity(wanted)}, more than the ${formatQuantity(given)}`;
    if (compareQuantities(wanted, given) > 0) return { path, message };
  }
  // Without a class a claim gets the default one, if there is one.
  const { storageClassName: wanted } = claim;
  const { storageClassName: given = "" } = volume;
  if (wanted !== undefined && wanted !== given) {
    const message = `its class "${wanted}" is not the class "${given}"`;
    return { path: SPEC.field("storageClassName"), message };
  }
  const modes = volume.accessModes ?? [];
  const index = (claim.accessModes ?? []).findIndex((mode) => !modes.includes(mode));
  if (index >= 0) {
    const message = `its mode ${claim.accessModes?.[index]} is not among the modes ${modes.join(", ")}`;
    return { path: SPEC.field("accessModes").index(index), message };
  }
  const [own, other] = [claim.volumeMode ?? "Filesystem", volume.volumeMode ?? "Filesystem"];
  const message = `its mode ${own} is not the mode ${other}`;
  return own === other ? undefined : { path: SPEC.field("volumeMode"), message };
}
