import { isFields, type Manifest } from "./fields.ts";

/**
 * Changes the images that kustomize's `images` changes: of containers at any depth, and of volumes of
 * pods.
 *
 * @see sigs.k8s.io/kustomize/api/filters/imagetag/legacy.go, konfig/builtinpluginconsts/images.go
 */
export function mapImages(manifest: Manifest, change: (image: string) => string): Manifest {
  if (manifest.kind === "CustomResourceDefinition") return manifest;
  const walk = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => inItem(walk(item, `${path}.*`), path));
    if (!isFields(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, inner]) => [name, walk(inner, `${path}.${name}`)]),
    );
  };
  const inItem = (item: unknown, path: string): unknown => {
    if (/\.(containers|initContainers)$/.test(path)) return withText(item, "image", change);
    if (!volumes.test(path) || !isFields(item) || !isFields(item.image)) return item;
    return { ...item, image: withText(item.image, "reference", change) };
  };
  return walk(manifest, "") as Manifest;
}

const volumes = /^\.spec(\.jobTemplate\.spec)?(\.template\.spec)?\.volumes$/;

function withText(value: unknown, field: string, change: (text: string) => string): unknown {
  if (!isFields(value)) return value;
  const text = value[field];
  return typeof text === "string" ? { ...value, [field]: change(text) } : value;
}

/** The images that an object runs. */
export function imagesIn(manifest: Manifest): string[] {
  const found: string[] = [];
  mapImages(manifest, (image) => {
    found.push(image);
    return image;
  });
  return found;
}
