/** An entry of a kustomization's `images`. */
export interface ImageEntry {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** The entry that turns images of a name into this one. */
export function entryOf(name: string, image: string): ImageEntry {
  const { name: newName, tag, digest } = splitImage(image);
  return {
    name,
    ...(newName !== name && { newName }),
    ...(tag !== undefined && { newTag: tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** Whether kustomize applies the entry to an image: it takes the name for a regular expression. */
export function changesImage({ name }: ImageEntry, image: string): boolean {
  const tag = "(:[a-zA-Z0-9_.{}-]*)?";
  const digest = "(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?";
  return new RegExp(`^${name}${tag}${digest}$`).test(image);
}

/**
 * What kustomize makes of an image.
 *
 * @see sigs.k8s.io/kustomize/api/filters/imagetag/updater.go
 */
export function applyEntries(entries: readonly ImageEntry[], image: string): string {
  return entries.reduce((before, entry) => {
    if (!changesImage(entry, before)) return before;
    const old = splitImage(before);
    const isPinned = entry.newTag !== undefined || entry.digest !== undefined;
    const { newTag: tag, digest } = isPinned ? entry : { newTag: old.tag, digest: old.digest };
    const name = entry.newName ?? old.name;
    return name + (tag ? `:${tag}` : "") + (digest ? `@${digest}` : "");
  }, image);
}

/**
 * The parts of an image's text as they stand there.
 *
 * @see sigs.k8s.io/kustomize/api/internal/image/image.go Split
 */
export function splitImage(image: string): { name: string; tag?: string; digest?: string } {
  const from = Math.max(image.indexOf("/"), 0);
  const at = image.indexOf("@", from);
  const end = at < 0 ? image.length : at;
  const colon = image.slice(0, end).indexOf(":", from);
  return {
    name: image.slice(0, colon < 0 ? end : colon),
    ...(colon >= 0 && { tag: image.slice(colon + 1, end) }),
    ...(at >= 0 && { digest: image.slice(at + 1) }),
  };
}
