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
  return item.namespace ?? `in ${folderOf(item)}`;
}

/** {@link areTogether}, and not even in two files of a folder that may be alternatives. */
export function areOfOneSource(one: Item<unknown>, other: Item<unknown>): boolean {
  if (one.namespace !== other.namespace) return false;
  return one.namespace !== undefined || one.subject.from === other.subject.from;
}

const folders = new Map<string, string>();

/** A kustomization or chart is a folder already, but nothing else lies beside its file. */
function folderOf({ subject: { from = "" } }: Item<unknown>): string {
  let folder = folders.get(from);
  if (folder === undefined) {
    folder = /\.(ya?ml|json)$/.test(from) ? from.replace(/[^/\\]*$/, "") : from;
    folders.set(from, folder);
  }
  return folder;
}
