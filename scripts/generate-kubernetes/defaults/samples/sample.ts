/** An object to send to the server. */
export interface Sample {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

export const LABELS = { app: "a" };
export const SELECTOR = { matchLabels: LABELS };
export const META = { name: "sample", namespace: "default" };
/** Of an object without a namespace. */
export const GLOBAL = { name: "sample" };
export const CLAIM = {
  accessModes: ["ReadWriteOnce"],
  resources: { requests: { storage: "1Gi" } },
};

/** One sample for each spec. */
export function each(
  apiVersion: string,
  kind: string,
  specs: readonly unknown[],
  metadata: { name: string; namespace?: string } = META,
): Sample[] {
  return specs.map((spec) => ({ apiVersion, kind, metadata, spec }));
}
