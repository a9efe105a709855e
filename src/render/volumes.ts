import type { Volume } from "../kubernetes/types/index.ts";
import type { Resolved, ResolvedContainer, Storage } from "../platform/resolve/index.ts";
import { bare, compact } from "./rendered.ts";

/** The name that a mounted volume has inside its pod. */
export type VolumeNames = (from: Storage) => string;

/**
 * Names the volumes of a pod after what they are, and scratch folders after where they are mounted.
 * Where a claim, a config, a secret or a folder would share a name, the later one says its sort.
 */
export function volumeNames(
  resolved: Resolved,
  containers: readonly ResolvedContainer[],
): VolumeNames {
  const names = new Map<unknown, string>();
  const taken = new Set<string>();
  const mounts = mountsOf(containers);
  // A member's claim is called like its volume, whatever else the pod mounts.
  const members = mounts.filter(({ from }) => "member" in from);
  for (const { from, path } of [...members, ...mounts]) {
    const key = keyOf(from);
    if (names.has(key)) continue;
    const name = "member" in from ? from.member : freeName(resolved, from, path, taken);
    names.set(key, name);
    taken.add(name);
  }
  return (from) => names.get(keyOf(from)) as string;
}

/** The volumes that the containers of a pod mount, each once; those of members come from their StatefulSet. */
export function renderVolumes(
  containers: readonly ResolvedContainer[],
  names: VolumeNames,
): Volume[] {
  const volumes = new Map<string, Volume>();
  for (const { from } of mountsOf(containers)) {
    const name = names(from);
    if ("member" in from || volumes.has(name)) continue;
    volumes.set(name, { name, ...source(from) });
  }
  return [...volumes.values()];
}

function mountsOf(containers: readonly ResolvedContainer[]) {
  return containers.flatMap(({ mounts }) => mounts);
}

function sortAndName(from: Storage, path: string): [sort: string, name: string] {
  if ("claim" in from) return ["claim", from.claim];
  if ("member" in from) return ["member", from.member];
  if ("config" in from) return ["config", from.config];
  if ("secret" in from) return ["secret", from.secret];
  return ["scratch", path];
}

/** Scratch folders are told apart by themselves, all else by sort and name. */
function keyOf(from: Storage): unknown {
  return "scratch" in from ? from : sortAndName(from, "").join(" ");
}

function freeName(
  resolved: Resolved,
  from: Storage,
  path: string,
  taken: ReadonlySet<string>,
): string {
  const [sort, text] = sortAndName(from, path);
  const plain = label(bare(resolved, text)) || sort;
  if (!taken.has(fit(plain))) return fit(plain);
  for (let number = 1; ; number++) {
    const ending = number === 1 ? `-${sort}` : `-${sort}-${number}`;
    const name = fit(plain, ending);
    if (!taken.has(name)) return name;
  }
}

/** A DNS label of what may hold dots, slashes and capitals. */
function label(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

function fit(name: string, ending = ""): string {
  return name.slice(0, 63 - ending.length).replace(/-+$/, "") + ending;
}

function source(from: Exclude<Storage, { member: string }>): Omit<Volume, "name"> {
  if ("claim" in from) return { persistentVolumeClaim: { claimName: from.claim } };
  if ("config" in from) return { configMap: { name: from.config } };
  if ("secret" in from)
    return { secret: { secretName: from.secret, ...(from.optional && { optional: true }) } };
  const { size, memory } = from.scratch;
  return {
    emptyDir: compact({ sizeLimit: size, medium: memory ? ("Memory" as const) : undefined }),
  };
}
