import { isNamespaced } from "../kubernetes/kinds.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import type { Rendered } from "./rendered.ts";

/** Raw objects as they are written; one that belongs into a namespace and names none gets the environment's. */
export function renderObjects(resolved: Resolved): Rendered[] {
  return resolved.objects.map(({ object: given, site }) => {
    const { apiVersion, kind, metadata } = given;
    const isHomeless = metadata.namespace === undefined && isNamespaced(apiVersion, kind);
    const object = isHomeless
      ? { ...given, metadata: { ...metadata, namespace: resolved.namespace } }
      : given;
    return { object: structuredClone(object), groups: ["objects"], site };
  });
}
