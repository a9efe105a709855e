import type { ConfigMap, Secret, Volume } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { once, type World } from "../world.ts";
import { type Item, inventory } from "./inventory.ts";
import { textsOf } from "./texts.ts";
import { partsOf, type VolumeSource } from "./volume-sources.ts";
import type { PlacedContainer, Workload } from "./workloads.ts";

/** A file that a ConfigMap or Secret brings into a container. */
export interface MountedFile {
  /** In the container. */
  readonly path: string;
  readonly text: string;
  readonly from: Item;
  /** Where its text stands in that object. */
  readonly at: FieldPath;
  readonly mount: Mount;
}

/** A mount of a container, and what of it is known. */
export interface Mount {
  /** In the container, without a slash at the end. */
  readonly path: string;
  /** Of the entry in `volumeMounts`. */
  readonly at: FieldPath;
  /** Undefined where the pod declares none, such as one of a StatefulSet's claims. */
  readonly volume: Decoded<Volume> | undefined;
  readonly isClaim: boolean;
  readonly isWritable: boolean;
  /** Its files; undefined where they are not known. */
  readonly files: readonly Omit<MountedFile, "mount">[] | undefined;
}

/** What is mounted in a container. */
export class Mounts {
  readonly all: readonly Mount[];
  private known: readonly MountedFile[] | undefined;

  constructor(all: readonly Mount[]) {
    this.all = all;
  }

  /** Every file whose text is known. */
  get files(): readonly MountedFile[] {
    this.known ??= this.all.flatMap((mount) =>
      (mount.files ?? []).map((file) => ({ ...file, mount })),
    );
    return this.known;
  }

  /** The mount in which a path lies; undefined where the image has it. */
  holding(path: string): Mount | undefined {
    return this.all
      .filter((mount) => isWithin(path, mount.path))
      .reduce<Mount | undefined>(
        (best, mount) => (best && best.path.length >= mount.path.length ? best : mount),
        undefined,
      );
  }

  /** The file at a path: `unknown` where something is mounted there that is not known, `none` where what is mounted hides it. */
  at(path: string): MountedFile | "unknown" | "none" | "image" {
    const mount = this.holding(path);
    if (!mount) return "image";
    if (!mount.files) return "unknown";
    const file = mount.files.find((each) => each.path === path);
    return file ? { ...file, mount } : "none";
  }

  /** Mounts on a path, in it, or around it. */
  touching(path: string): readonly Mount[] {
    const folder = path.replace(/\/$/, "");
    return this.all.filter((mount) => isWithin(mount.path, folder) || isWithin(folder, mount.path));
  }
}

/** Whether a path is a folder or something in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || folder === "";
}

const known = once((_: World) => new Map<PlacedContainer, Mounts>());

/** What is mounted in a container, with the texts of what the world has. */
export function mountsOf(world: World, workload: Workload, placed: PlacedContainer): Mounts {
  const all = known(world);
  const before = all.get(placed);
  if (before) return before;
  const mounts = readMounts(world, workload, placed);
  all.set(placed, mounts);
  return mounts;
}

function readMounts(
  world: World,
  workload: Workload,
  { container, path }: PlacedContainer,
): Mounts {
  const volumes = workload.spec.volumes ?? [];
  return new Mounts(
    (container.volumeMounts ?? []).map((mount, index): Mount => {
      const { name = "", mountPath = "", subPath = "", subPathExpr, readOnly = false } = mount;
      const volume = volumes.findLast((each) => each.name === name);
      const at = mountPath.replace(/(?<=.)\/+$/, "").replace(/^\/$/, "");
      const files = volume && !subPathExpr ? filesOf(world, workload, volume) : undefined;
      const isConfig = volume && (volume.configMap ?? volume.secret ?? volume.projected);
      return {
        path: at,
        at: path.field("volumeMounts").index(index),
        volume,
        isClaim: volume === undefined || volume.persistentVolumeClaim !== undefined,
        isWritable: !readOnly && !isConfig,
        files: files && placed(files, at, subPath.replace(/\/+$/, "")),
      };
    }),
  );
}

type InVolume = Omit<MountedFile, "mount">;

/** A sub-path is one file, or a folder of them. */
function placed(files: readonly InVolume[], at: string, subPath: string): InVolume[] {
  if (subPath === "") return files.map((file) => ({ ...file, path: `${at}/${file.path}` }));
  const one = files.find(({ path }) => path === subPath);
  if (one) return [{ ...one, path: at }];
  return files
    .filter(({ path }) => path.startsWith(`${subPath}/`))
    .map((file) => ({ ...file, path: at + file.path.slice(subPath.length) }));
}

function filesOf(
  world: World,
  workload: Workload,
  volume: Decoded<Volume>,
): InVolume[] | undefined {
  const all: InVolume[] = [];
  for (const part of partsOf(volume) ?? [UNKNOWN]) {
    const found = part.kind === "other" ? undefined : filesFrom(world, workload, part);
    if (!found) return undefined;
    all.push(...found);
  }
  return all;
}

const UNKNOWN = { kind: "other" } as const;

function filesFrom(
  world: World,
  { item: { namespace } }: Workload,
  { kind, name, items }: VolumeSource,
): InVolume[] | undefined {
  const item = name === undefined ? undefined : inventory(world).get(kind, namespace, name);
  if (!item) return undefined;
  const texts = textsIn(item);
  if (!texts) return undefined;
  const wanted = items?.map(({ key = "", path = key }) => [key, path] as const);
  return (wanted ?? [...texts.keys()].map((key) => [key, key] as const)).flatMap(([key, path]) => {
    const text = texts.get(key);
    return text ? [{ path, ...text, from: item }] : [];
  });
}

/** The texts of a ConfigMap or Secret; undefined where it is filled by something else. */
export function textsIn(
  item: Item<Decoded<ConfigMap>> | Item<Decoded<Secret>>,
): ReadonlyMap<string, { readonly text: string; readonly at: FieldPath }> | undefined {
  const texts = new Map(textsOf(item).map(({ key, text, path: at }) => [key, { text, at }]));
  const { binaryData } = item.object as Decoded<ConfigMap>;
  return texts.size === 0 && !binaryData ? undefined : texts;
}
