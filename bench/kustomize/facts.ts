import type { Written } from "../objects.ts";
import { type Fields, isMap } from "./patch.ts";

/** What an overlay says once for all objects. */
export interface Fact {
  readonly labels: Readonly<Record<string, string>>;
  /** The tags of own images, by the image's name. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The labels that every object has. */
export function commonLabels(objects: readonly Written[]): Record<string, string> {
  const [first, ...others] = objects.map(({ metadata }) => metadata.labels ?? {});
  const common = Object.entries(first!).filter(([key, value]) =>
    others.every((labels) => labels[key] === value),
  );
  return Object.fromEntries(common);
}

/** The images whose tag the environments disagree on. */
export function imageTags(
  shared: readonly Written[],
  wanted: readonly Written[],
): Record<string, string> {
  const known = new Set(images(shared));
  const own = images(wanted).filter((image) => !known.has(image));
  return Object.fromEntries(own.map((image) => split(image)));
}

/** An object without namespace and without what the overlay says for all. */
export function bare(object: Written, fact: Fact): Written {
  const { namespace: _, labels = {}, ...metadata } = object.metadata;
  const others = Object.entries(labels).filter(([key]) => !(key in fact.labels));
  const labelled = others.length > 0 ? { labels: Object.fromEntries(others) } : {};
  const untagged = withoutTags(object, fact.tags) as Written;
  return { ...untagged, metadata: { ...metadata, ...labelled } };
}

function withoutTags(value: unknown, tags: Fact["tags"]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutTags(item, tags));
  if (!isMap(value)) return value;
  const fields = Object.entries(value).map(([field, inner]) => {
    if (field !== "image" || typeof inner !== "string") return [field, withoutTags(inner, tags)];
    const [name] = split(inner);
    return [field, name in tags ? name : inner];
  });
  return Object.fromEntries(fields);
}

function images(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(images);
  if (!isMap(value)) return [];
  return Object.entries(value as Fields).flatMap(([field, inner]) =>
    field === "image" && typeof inner === "string" ? [inner] : images(inner),
  );
}

function split(image: string): [name: string, tag: string] {
  const at = image.lastIndexOf(":");
  return [image.slice(0, at), image.slice(at + 1)];
}
