import type { StatefulSet } from "../../kubernetes/types/apps.ts";
import type { PersistentVolumeClaimSpec } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { refusesMany } from "./volumes/provisioners.ts";
import { classOf, namedVolume, volumesOfClass } from "./volumes/storage.ts";

export const claimModeRefused: Rule = {
  id: "claim-mode-refused",
  layer: "graphs",
  severity: "error",
  title: "a claim that many nodes are to share, of a class whose disks are for one",
  why: "the provisioner makes no volume for it: the claim is Pending for ever, and so is every pod that mounts it",
  fix: "take a class of a shared file system (NFS, EFS, Filestore, Azure Files, CephFS), or accessModes: [ReadWriteOnce]",
  bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec: { storageClassName: fast, accessModes: [ReadWriteMany], resources: { requests: { storage: 1Gi } } }
`,
  good: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: shared }
provisioner: efs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec: { storageClassName: shared, accessModes: [ReadWriteMany], resources: { requests: { storage: 1Gi } } }
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const claim of inventory(world).all("PersistentVolumeClaim")) {
      const { spec = {} } = claim.object;
      const isByHand = spec.volumeName || spec.selector || namedVolume(world, claim);
      if (!isByHand) yield* told(world, claim as Item, spec, FieldPath.root.field("spec"));
    }
    for (const item of inventory(world).all("StatefulSet")) {
      const { volumeClaimTemplates = [] } = (item.object as Decoded<StatefulSet>).spec ?? {};
      const path = FieldPath.root.field("spec", "volumeClaimTemplates");
      for (const [index, { spec = {} }] of volumeClaimTemplates.entries())
        yield* told(world, item as Item, spec, path.index(index).field("spec"));
    }
    for (const { item, spec, specPath } of workloads(world))
      for (const [index, { ephemeral }] of (spec.volumes ?? []).entries()) {
        const wanted = ephemeral?.volumeClaimTemplate?.spec;
        const path = specPath.field("volumes").index(index);
        const at = path.field("ephemeral", "volumeClaimTemplate", "spec");
        if (wanted) yield* told(world, item, wanted, at);
      }
  },
};

function told(
  world: World,
  item: Item,
  spec: Decoded<PersistentVolumeClaimSpec>,
  path: FieldPath,
): FoundInObject[] {
  const { accessModes = [], volumeMode } = spec;
  if (!accessModes.includes("ReadWriteMany") || volumeMode === "Block") return [];
  const { name, object } = classOf(world, spec);
  // Volumes made by hand may be of any sort.
  if (volumesOfClass(world, name).length > 0) return [];
  const by = refusesMany(name, object?.provisioner);
  if (by === undefined) return [];
  const message = `the class ${name} makes disks for one node (${by}), and this claim is to be ReadWriteMany`;
  const index = accessModes.indexOf("ReadWriteMany");
  return [foundAt(item, path.field("accessModes").index(index), message)];
}
