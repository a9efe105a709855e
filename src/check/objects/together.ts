import type { Item } from "./inventory.ts";

/**
 * Whether two objects are meant for one namespace of one cluster at the same time. In folders of
 * examples and of alternatives each file is applied by itself: two that lie in different folders
 * and say no namespace need not meet.
 */
export function areTogether(one: Item<unknown>, other: Item<unknown>): boolean {
  return togetherWith(one) === togetherWith(other);
}

/** The same text for objects that {@link areTogether}, and for no others. */
export function togetherWith(item: Item<unknown>): string {
  return item.namespace ?? `in ${sourceFolder(item.subject.from ?? "")}`;
}

/** {@link areTogether}, and not even in two files of a folder that may be alternatives. */
export function areOfOneSource(one: Item<unknown>, other: Item<unknown>): boolean {
  if (one.namespace !== other.namespace) return false;
  return one.namespace !== undefined || one.subject.from === other.subject.from;
}

const folders = new Map<string, string>();

/** The folder of a source: a kustomization or chart is one already, and nothing else lies in it. */
export function sourceFolder(from: string): string {
  let folder = folders.get(from);
  if (folder === undefined) {
    folder = /\.(ya?ml|json)$/.test(from) ? from.replace(/[^/\\]*$/, "") : from;
    folders.set(from, folder);
  }
  return folder;
}
