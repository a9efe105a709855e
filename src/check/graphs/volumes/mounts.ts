import type { Volume, VolumeMount } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";

/** A volume at its place in a container. */
export interface Mount {
  readonly mount: Decoded<VolumeMount>;
  /** Undefined for a claim template of a StatefulSet, and where there is none. */
  readonly volume: Decoded<Volume> | undefined;
  readonly path: FieldPath;
  /** The mount path, clean: no slash at the end, none twice. */
  readonly place: string;
}

/** The mounts of a container; without those at odd places, such as a drive of Windows. */
export function mountsOf(workload: Workload, placed: PlacedContainer): readonly Mount[] {
  const found = known.get(placed) ?? readMounts(workload, placed);
  known.set(placed, found);
  return found;
}

/** Several rules look at them. */
const known = new WeakMap<PlacedContainer, readonly Mount[]>();

function readMounts({ spec }: Workload, { container, path }: PlacedContainer): Mount[] {
  return (container.volumeMounts ?? []).flatMap((mount, index) => {
    const { mountPath = "", name } = mount;
    if (!mountPath.startsWith("/")) return [];
    const volume = (spec.volumes ?? []).find((each) => each.name === name);
    const at = path.field("volumeMounts").index(index);
    return [{ mount, volume, path: at, place: cleanPath(mountPath) }];
  });
}

const CLEAN = /^(?:\/[^/.][^/]*)+$/;

/** As Go's `filepath.Clean` of an absolute path: `/a//b/` is `/a/b`. */
export function cleanPath(path: string): string {
  if (CLEAN.test(path)) return path;
  const steps: string[] = [];
  for (const step of path.split("/"))
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  return `/${steps.join("/")}`;
}

/** Whether a path is inside a folder. */
export function isBelow(path: string, folder: string): boolean {
  return path !== folder && path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

/** The innermost mount in whose folder a path is, or that is there itself. */
export function mountOver(mounts: readonly Mount[], path: string): Mount | undefined {
  let found: Mount | undefined;
  for (const each of mounts) {
    const covers = each.place === path || isBelow(path, each.place);
    if (covers && (!found || each.place.length >= found.place.length)) found = each;
  }
  return found;
}

/** The kinds of volumes that the kubelet writes, and programs only read. */
export function isWrittenByKubelet({ volume }: Mount): boolean {
  const { configMap, secret, projected, downwardAPI } = volume ?? {};
  return Boolean(configMap || secret || projected || downwardAPI);
}

/** Whether a program may write there: a mount that lets it, and no ConfigMap or Secret. */
export function isWritable(each: Mount): boolean {
  const { volume, mount } = each;
  if (mount.readOnly || isWrittenByKubelet(each)) return false;
  const { csi, persistentVolumeClaim, image } = volume ?? {};
  return !(csi?.readOnly || persistentVolumeClaim?.readOnly || image);
}
