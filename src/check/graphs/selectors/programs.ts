import type { Pods } from "./pods.ts";

/** Words that tell versions, colours, tracks and roles of one program apart. */
const VARIANT =
  /^(v?\d[\da-z]*|v\d+|blue|green|canary|stable|primary|preview|active|baseline|experiment|main|standby|master|slave|replica|replicas|secondary|leader|follower|read|write|reader|writer|ro|rw|new|old|next|current|shard|zone|[a-c]|east|west|north|south|prod|production|spot|ondemand|arm64|amd64|linux|windows|gpu|cpu|large|small|default|extra)$/;

/** A name without what tells variants apart: `web-canary` and `web-v2` are `web`. */
export function stemOf(name: string): string {
  const words = name.toLowerCase().split(/[-_.]+/);
  const kept = words.filter((word) => !VARIANT.test(word));
  return (kept.length === 0 ? words : kept).join("-");
}

/** The last part of an image's repository, without registry, tag and digest. */
export function repositoryOf(image: string): string {
  const [path = ""] = image.split("@");
  const last = path.slice(path.lastIndexOf("/") + 1);
  const [name = ""] = last.split(":");
  return name;
}

/** Sorts pods by the programs that run in them: versions and copies of one are together. */
export function byProgram(all: readonly Pods[]): Pods[][] {
  const groups: { keys: Set<string>; pods: Pods[] }[] = [];
  for (const pods of all) {
    const keys = new Set(keysOf(pods));
    const same = groups.filter((group) => !group.keys.isDisjointFrom(keys));
    const [first, ...others] = same;
    if (!first) {
      groups.push({ keys, pods: [pods] });
      continue;
    }
    first.pods.push(pods);
    for (const key of keys) first.keys.add(key);
    for (const other of others) {
      first.pods.push(...other.pods);
      for (const key of other.keys) first.keys.add(key);
      groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map(({ pods }) => pods);
}

function keysOf({ item, containers }: Pods): string[] {
  const images = (containers ?? []).map(({ image }) => stemOf(repositoryOf(image ?? "")));
  return [`name ${stemOf(item.name)}`, ...images.map((image) => `image ${image}`)];
}

/** Whether two names are the same, or one continues the other: `web` and `web-api`. */
export function isNamedAfter(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}
