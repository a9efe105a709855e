import type { AnyObject, KubernetesObject } from "../../kubernetes/types/index.ts";

/** A map as it stands in a manifest. */
export type Fields = { readonly [field: string]: unknown };

/** An object as a manifest: what the trees are made of. */
export interface Manifest extends Fields {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Fields & { readonly name: string; readonly namespace?: string };
}

/** Rendering makes sure that every object has a name. */
export function manifestOf(object: KubernetesObject | AnyObject): Manifest {
  return object as unknown as Manifest;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The API group; empty for the core group. */
export function groupOf({ apiVersion }: Manifest): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "";
}

/** A copy with other metadata; what is undefined is left out. */
export function withMetadata(manifest: Manifest, change: Fields): Manifest {
  const metadata = Object.entries({ ...manifest.metadata, ...change });
  const kept = metadata.filter(([, value]) => value !== undefined);
  return { ...manifest, metadata: Object.fromEntries(kept) as unknown as Manifest["metadata"] };
}
