import { type Component, defineComponent } from "./component.ts";
import type { Override } from "./options/override.ts";
import { aComponent, annotations, aQuantity, type Bytes } from "./options/values.ts";
import {
  aBoolean,
  aString,
  type Check,
  either,
  isPlainObject,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
} from "./shape.ts";
import { asValue } from "./value.ts";
import { callSite } from "./where.ts";

export interface VolumeOptions {
  /** How much storage is asked for, such as `"10Gi"`. */
  readonly size: Bytes;
  /** Many pods on many nodes mount it at once (ReadWriteMany). Default: one node at a time (ReadWriteOnce). */
  readonly shared?: boolean;
  /**
   * Each member of a StatefulSet has one for itself, made by this name when the member first starts:
   * of a data store, or of a worker with `member`. What is asked for cannot be changed afterwards.
   */
  readonly perMember?: boolean;
  /** The storage class: a `storageClass()` of this platform, or the name of one the cluster has. Default: the cluster's. */
  readonly class?: StorageClass | string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A PersistentVolumeClaim that outlives the pods which mount it; or one for each member that mounts it. */
export interface Volume
  extends Component<Override<VolumeOptions> | false, "PersistentVolumeClaim"> {
  /** The same volume, mounted so that nobody writes to it. */
  readonly readOnly: VolumeView;
}

export interface VolumeView {
  readonly volume: Volume;
  readonly readOnly: true;
}

/**
 * Storage that outlives pods: one claim, mounted by name.
 *
 * @example
 * const media = volume("backend-media-pvc", { size: "50Gi", shared: true, class: nfs });
 * const cacheData = volume("redis-data", { size: "5Gi", perMember: true }); // redis-data-redis-0
 */
export function volume(name: string, options: VolumeOptions): Volume {
  const site = callSite(volume);
  return defineComponent<Volume, VolumeOptions>(
    { sort: "volume", name, options, site },
    (self) => ({
      get readOnly(): VolumeView {
        return asValue({ volume: self, readOnly: true });
      },
    }),
  );
}

export const volumeCheck = objectOf<VolumeOptions>({
  size: aQuantity,
  shared: optional(aBoolean),
  perMember: optional(aBoolean),
  class: optional(either(aString, aComponent("storageClass(…)", "storageClass"))),
  annotations: optional(annotations),
});

export interface StorageClassOptions {
  /** The CSI driver that makes the volumes, such as `"ebs.csi.aws.com"`. */
  readonly provisioner: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Volumes may grow later. Default: `true`. */
  readonly expandable?: boolean;
  /** What becomes of the data when the claim is deleted. Default: `"Delete"`. */
  readonly reclaim?: "Delete" | "Retain";
  /** Choose the zone of the volume only once a pod needs it. Default: `true`. */
  readonly waitForPod?: boolean;
  readonly mountOptions?: readonly string[];
  /** `"shared"`: one object for all environments of a cluster, under its own name. Default: one for each environment. */
  readonly scope?: "shared" | "environment";
}

export interface StorageClass
  extends Component<Override<StorageClassOptions> | false, "StorageClass"> {}

/** A kind of storage that the cluster offers. */
export function storageClass(name: string, options: StorageClassOptions): StorageClass {
  const site = callSite(storageClass);
  return defineComponent<StorageClass, StorageClassOptions>({
    sort: "storageClass",
    name,
    options,
    site,
  });
}

export const aScope = literal("shared", "environment");
export const storageClassCheck = objectOf<StorageClassOptions>({
  provisioner: aString,
  parameters: optional(mapOf(aString)),
  expandable: optional(aBoolean),
  reclaim: optional(literal("Delete", "Retain")),
  waitForPod: optional(aBoolean),
  mountOptions: optional(listOf(aString)),
  scope: optional(aScope),
});

export interface ScratchOptions {
  /** The most it may hold, such as `"1Gi"`. */
  readonly size?: Bytes;
  /** Keep it in memory; it counts against the container's limit. */
  readonly memory?: boolean;
}

/** A folder that lives and dies with the pod. */
export interface Scratch extends ScratchOptions {
  readonly scratch: true;
}

/** An empty folder for temporary files, gone with the pod; containers of a pod that mount the same value share it. */
export function scratch(options: ScratchOptions = {}): Scratch {
  return asValue({ scratch: true, ...options });
}

export const aScratch: Check = {
  ...objectOf<Scratch>(
    { scratch: literal(true), size: optional(aQuantity), memory: optional(aBoolean) },
    "scratch()",
  ),
  accepts: (value) => isPlainObject(value) && "scratch" in value,
};
