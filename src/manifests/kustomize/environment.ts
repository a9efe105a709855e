import type { Resolved } from "../../platform/resolve/index.ts";
import type { Problem } from "../../problem.ts";
import type { Rendered } from "../../render/index.ts";
import { isFields, type Manifest, withMetadata } from "./fields.ts";
import { mapImages } from "./image-fields.ts";
import type { OverlayImages } from "./images.ts";
import { isEncrypted } from "./known-kinds.ts";
import { fitsNamespaceField, withoutNamespace } from "./namespaces.ts";
import { originalsOf } from "./originals.ts";
import { type Prefix, plainName, prefixOf } from "./prefix.ts";
import { type Places, placesOf, withPlainSubjects, wrongReference } from "./subjects.ts";

/** What an environment's objects have in common, which its overlay says once. */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  readonly manifests: readonly Manifest[];
  readonly images: OverlayImages;
  /** What the overlay puts before names, where kustomize makes the right ones of it. */
  readonly prefix: Prefix | undefined;
  readonly places: Places;
  /** Names that an object mentions, as they are before the overlay renames. */
  readonly originals: (manifest: Manifest) => Manifest | undefined;
  /** Whether kustomize's `namespace` can set the namespace, and with it the name of the Namespace. */
  readonly hasNamespaceField: boolean;
}

export function environmentOf(
  resolved: Resolved,
  manifests: readonly Manifest[],
  images: OverlayImages,
): Environment {
  const { environment: name, namespace, prefix } = resolved;
  const hasNamespaceField = fitsNamespaceField(manifests, namespace);
  const withPrefix = (prefix: Prefix | undefined): Environment => {
    const places = placesOf(manifests, (manifest) => plainName(manifest, prefix));
    const originals = prefix ? originalsOf(manifests, prefix) : (same: Manifest) => same;
    const common = { name, namespace, manifests, images, hasNamespaceField };
    return { ...common, prefix, places, originals };
  };
  const wished = withPrefix(prefixOf(prefix, manifests));
  const isTrue = manifests.every(
    (manifest) =>
      isEncrypted(manifest) ||
      (wished.originals(manifest) && !wrongReference(manifest, namespace, wished.places)),
  );
  return isTrue ? wished : withPrefix(undefined);
}

/** An object without what its environment's overlay says for all. */
export function neutral(manifest: Manifest, environment: Environment): Manifest {
  if (isEncrypted(manifest)) return manifest;
  const { namespace, places, images, prefix, originals } = environment;
  const plain = withMetadata(originals(manifest) ?? manifest, {
    name: plainName(manifest, prefix),
  });
  const homeless = withoutNamespace(withPlainSubjects(plain, namespace, places), namespace);
  return mapImages(homeless, (image) => images.inBase.get(image) ?? image);
}

/** Why kustomize would always make another object of this one. */
export function unsuitable(
  entry: Rendered,
  manifest: Manifest,
  environment: Environment,
): Problem[] {
  const { kind, metadata, items } = manifest;
  const annotations = isFields(metadata.annotations) ? Object.keys(metadata.annotations) : [];
  const own = annotations.filter((key) => /(^|\.)config\.(kubernetes|k8s)\.io\//.test(key));
  const isList = kind.endsWith("List") && Array.isArray(items);
  const reference = wrongReference(manifest, environment.namespace, environment.places);
  const reasons = [
    ...own.map((key) => `takes the annotation ${key} for one of its own`),
    ...(isList ? ["puts the items of a list in its place"] : []),
    ...(reference === undefined ? [] : [`takes ${reference} for the object of that name here`]),
  ];
  return reasons.map((reason) => ({
    message: `${kind} ${metadata.name}: kustomize ${reason}`,
    where: entry.site.where(),
    instead: "render -e ENVIRONMENT -o DIR, which writes it as it is",
  }));
}
