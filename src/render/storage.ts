import type {
  Embedded,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PriorityClass,
  StorageClass,
} from "../kubernetes/types/index.ts";
import type { Resolved, ResolvedContainer, ResolvedVolume } from "../platform/resolve/index.ts";
import { clusterMeta, compact, meta, owned, type Rendered } from "./rendered.ts";

export function renderStorage(resolved: Resolved): Rendered[] {
  return [...storageClasses(resolved), ...claims(resolved)];
}

function claims(resolved: Resolved): Rendered[] {
  return resolved.volumes.flatMap((volume) => {
    const object: PersistentVolumeClaim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: meta(
        resolved,
        volume.name,
        undefined,
        compact({ annotations: { ...volume.annotations } }),
      ),
      spec: claimSpec(volume),
    };
    return owned(volume, "storage", object);
  });
}

function claimSpec(volume: ResolvedVolume): PersistentVolumeClaimSpec {
  return compact<PersistentVolumeClaimSpec>({
    accessModes: [volume.shared ? ("ReadWriteMany" as const) : ("ReadWriteOnce" as const)],
    storageClassName: volume.class,
    resources: { requests: { storage: volume.size } },
  });
}

/**
 * The claims that each member of a StatefulSet gets for what its containers mount. They cannot be
 * changed later, so nothing stands in them that might, such as the platform's labels.
 */
export function claimTemplates(
  { memberVolumes }: Resolved,
  containers: readonly ResolvedContainer[],
): Embedded<PersistentVolumeClaim>[] {
  const mounted = new Set(
    containers.flatMap(({ mounts }) =>
      mounts.flatMap(({ from }) => ("member" in from ? [from.member] : [])),
    ),
  );
  return memberVolumes
    .filter(({ name }) => mounted.has(name))
    .map((volume) => ({
      metadata: compact({ name: volume.name, annotations: { ...volume.annotations } }),
      spec: claimSpec(volume),
    }));
}

function storageClasses(resolved: Resolved): Rendered[] {
  return resolved.storageClasses.flatMap((given) => {
    const object: StorageClass = compact({
      apiVersion: "storage.k8s.io/v1" as const,
      kind: "StorageClass" as const,
      metadata: clusterMeta(resolved, given.name),
      provisioner: given.provisioner,
      parameters: { ...given.parameters },
      mountOptions: [...given.mountOptions],
      allowVolumeExpansion: given.expandable || undefined,
      reclaimPolicy: given.reclaim === "Retain" ? ("Retain" as const) : undefined,
      volumeBindingMode: given.waitForPod ? ("WaitForFirstConsumer" as const) : undefined,
    });
    return owned(given, "storage", object);
  });
}

export function renderPriorities(resolved: Resolved): Rendered[] {
  return resolved.priorities.flatMap((given) => {
    const object: PriorityClass = compact({
      apiVersion: "scheduling.k8s.io/v1" as const,
      kind: "PriorityClass" as const,
      metadata: clusterMeta(resolved, given.name),
      value: given.value,
      preemptionPolicy: given.preempts ? undefined : ("Never" as const),
      description: given.description || undefined,
    });
    return owned(given, "security", object);
  });
}
