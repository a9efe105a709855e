import type { Resolved } from "../../platform/resolve/index.ts";
import type { Problem } from "../../problem.ts";
import type { Rendered } from "../../render/index.ts";
import { isFields, type Manifest } from "./fields.ts";
import { mapImages } from "./image-fields.ts";
import type { OverlayImages } from "./images.ts";
import { isEncrypted } from "./known-kinds.ts";
import { fitsNamespaceField, withoutNamespace } from "./namespaces.ts";
import { type Prefix, prefixOf, withoutPrefix } from "./prefix.ts";
import { type Places, placesOf, withoutSubjectNamespaces, wrongReference } from "./subjects.ts";

/** What an environment's objects have in common, which its overlay says once. */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  readonly manifests: readonly Manifest[];
  readonly places: Places;
  readonly images: OverlayImages;
  /** Whether kustomize's `namespace` can set the namespace, and with it the name of the Namespace. */
  readonly hasNamespaceField: boolean;
  /** What `namePrefix` puts before the names, where it fits. */
  readonly prefix: Prefix | undefined;
}

export function environmentOf(
  resolved: Resolved,
  manifests: readonly Manifest[],
  images: OverlayImages,
): Environment {
  const { environment: name, namespace } = resolved;
  const places = placesOf(manifests);
  const hasNamespaceField = fitsNamespaceField(manifests, namespace);
  const prefix = prefixOf(resolved.prefix, manifests);
  return { name, namespace, manifests, places, images, hasNamespaceField, prefix };
}

/** An object without what its environment's overlay says for all. */
export function neutral(manifest: Manifest, environment: Environment): Manifest {
  if (isEncrypted(manifest)) return manifest;
  const { namespace, places, images, prefix } = environment;
  const homeless = withoutNamespace(
    withoutSubjectNamespaces(manifest, namespace, places),
    namespace,
  );
  const bare = prefix ? withoutPrefix(homeless, prefix) : homeless;
  return mapImages(bare, (image) => images.inBase.get(image) ?? image);
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
