import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
} from "../../../kubernetes/types/core.ts";
import type { StorageClass } from "../../../kubernetes/types/storage.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { type Sort, sortOf } from "./provisioners.ts";

type Volume = Item<Decoded<PersistentVolume>>;
type Claim = Item<Decoded<PersistentVolumeClaim>>;

const IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";

/** The class that claims without one get, where the input has it. */
const defaultClass = once((world): Item<Decoded<StorageClass>> | undefined =>
  inventory(world)
    .all("StorageClass")
    .find(({ object }) => object.metadata?.annotations?.[IS_DEFAULT] === "true"),
);

/** The class that a claim is made by; its object where the input has it. */
export function classOf(
  world: World,
  { storageClassName }: Decoded<PersistentVolumeClaimSpec>,
): { readonly name: string | undefined; readonly object: Decoded<StorageClass> | undefined } {
  const found =
    storageClassName === undefined
      ? defaultClass(world)
      : inventory(world).get("StorageClass", "", storageClassName);
  return { name: storageClassName ?? found?.name, object: found?.object };
}

/** The PersistentVolumes of the input, by their names, by the claims that they are for, by class. */
const volumes = once((world) => {
  const all = inventory(world).all("PersistentVolume");
  const refOf = ({ object }: Volume) => object.spec?.claimRef;
  return {
    byClaim: Map.groupBy(
      all.filter((each) => refOf(each)?.name),
      (each) => `${refOf(each)?.namespace ?? ""}/${refOf(each)?.name}`,
    ),
    byClass: Map.groupBy(all, ({ object }) => object.spec?.storageClassName ?? ""),
  };
});

/** The volume that a claim and a PersistentVolume of the input name for each other. */
export function namedVolume(world: World, claim: Claim): Volume | undefined {
  const { volumeName } = claim.object.spec ?? {};
  if (volumeName) return inventory(world).get("PersistentVolume", "", volumeName);
  return volumes(world).byClaim.get(`${claim.namespace ?? ""}/${claim.name}`)?.[0];
}

/** Volumes that somebody made by hand for a class, and claims of that class may get. */
export function volumesOfClass(world: World, className: string | undefined): readonly Volume[] {
  return className === undefined ? [] : (volumes(world).byClass.get(className) ?? []);
}

/** Of what sort the volume of a claim is, or will be. */
export function sortOfClaim(world: World, claim: Claim): Sort {
  const { spec = {} } = claim.object;
  const { name, object } = classOf(world, spec);
  const given = namedVolume(world, claim) ?? volumesOfClass(world, name)[0];
  if (given) return sortOfVolume(given);
  // Bound by hand to a volume that is not in the input: it may be of any sort.
  if (spec.volumeName || spec.selector || name === "") return "unknown";
  return sortOf(name, object?.provisioner);
}

function sortOfVolume({ object: { spec = {} } }: Volume): Sort {
  if (spec.hostPath || spec.local) return "folder";
  if (spec.nfs || spec.cephfs || spec.azureFile || spec.glusterfs || spec.quobyte) return "shared";
  if (spec.csi) return sortOf(spec.storageClassName, spec.csi.driver);
  return "disk";
}
