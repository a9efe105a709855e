import type { Value, ValueMap } from "../../../manifests/read/index.ts";
import { isMap, maps, textIn } from "../../../manifests/read/values.ts";

/**
 * The images of an object, as kustomize finds them: of containers and init containers wherever those
 * are, and of image volumes.
 *
 * @see sigs.k8s.io/kustomize/api/filters/imagetag/legacy.go
 */
export function imagesIn(value: Value): Set<string> {
  const found = new Set<string>();
  const visit = (each: Value) => {
    if (Array.isArray(each)) for (const item of each) visit(item);
    if (!isMap(each)) return;
    for (const field of ["containers", "initContainers"])
      for (const [, container] of maps(each[field])) add(textIn(container, "image"));
    for (const [, { image = null }] of maps(each.volumes))
      if (isMap(image)) add(textIn(image, "reference"));
    for (const inner of Object.values(each)) visit(inner);
  };
  const add = (image: string | undefined) => {
    if (image !== undefined) found.add(image);
  };
  visit(value);
  return found;
}

/** The images that a JSON patch may write. */
export function imagesWritten(operations: readonly ValueMap[]): Set<string> {
  const found = new Set<string>();
  const visit = (each: Value | undefined, isImage: boolean) => {
    if (typeof each === "string" && isImage) found.add(each);
    if (Array.isArray(each)) for (const item of each) visit(item, isImage);
    else if (isMap(each))
      for (const [field, inner] of Object.entries(each)) visit(inner, field === "image");
  };
  for (const { path, value } of operations)
    visit(value, typeof path === "string" && path.endsWith("/image"));
  return found;
}

/**
 * Whether an entry of `images` is for an image. The name is a pattern, and need not be whole words.
 *
 * @see sigs.k8s.io/kustomize/api/internal/image/image.go
 */
export function isMatched(image: string, name: string): boolean {
  const rest = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$";
  try {
    return new RegExp(`^${name}${rest}`).test(image);
  } catch {
    return false;
  }
}

/** An image behind an entry of `images`. */
export function withImageEntry(image: string, entry: ValueMap): string {
  const name = textIn(entry, "name");
  if (name === undefined || !isMatched(image, name)) return image;
  const parts = splitImage(image);
  const tag = scalarIn(entry, "newTag");
  const digest = textIn(entry, "digest");
  const suffix = textIn(entry, "tagSuffix");
  const whole = { ...parts, name: textIn(entry, "newName") ?? parts.name };
  if (tag !== undefined || digest !== undefined) return written({ ...whole, tag, digest });
  if (suffix === undefined) return written(whole);
  return written({ ...whole, tag: `${parts.tag ?? ""}${suffix}`, digest: undefined });
}

function scalarIn(entry: ValueMap, field: string): string | undefined {
  const value = entry[field];
  return typeof value === "number" ? String(value) : textIn(entry, field);
}

interface Image {
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** A port of the registry is no tag. */
export function splitImage(image: string): Image {
  const [, name = image, tag, digest] = /^(.*?)(?::([^/:@]*))?(?:@(.*))?$/.exec(image) ?? [];
  return { name, tag, digest };
}

function written({ name, tag, digest }: Image): string {
  return `${name}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
