import type { KeyToPath, Volume } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";

/** A ConfigMap or Secret of which the kubelet makes files of a volume. */
export interface VolumeSource {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string | undefined;
  /** The keys that become files; undefined or empty: all of them. */
  readonly items: readonly Decoded<KeyToPath>[] | undefined;
  readonly optional: boolean;
}

type Projection = NonNullable<NonNullable<Decoded<Volume>["projected"]>["sources"]>[number];

/** A part of a volume: an object, or something else that only the kubelet knows. */
export type VolumePart = VolumeSource | { readonly kind: "other"; readonly source: Projection };

/** What the kubelet writes into a volume; undefined for a volume that it does not fill. */
export function partsOf(volume: Decoded<Volume>): readonly VolumePart[] | undefined {
  const { configMap, secret, projected, downwardAPI } = volume;
  if (configMap) return [source("ConfigMap", configMap.name, configMap)];
  if (secret) return [source("Secret", secret.secretName, secret)];
  if (downwardAPI) return [{ kind: "other", source: { downwardAPI } }];
  return projected && (projected.sources ?? []).map(partOf);
}

function partOf(projection: Projection): VolumePart {
  const { configMap, secret } = projection;
  if (configMap) return source("ConfigMap", configMap.name, configMap);
  if (secret) return source("Secret", secret.name, secret);
  return { kind: "other", source: projection };
}

function source(
  kind: VolumeSource["kind"],
  name: string | undefined,
  {
    items,
    optional = false,
  }: {
    readonly items?: VolumeSource["items"];
    readonly optional?: boolean | undefined;
  },
): VolumeSource {
  return { kind, name, items, optional };
}
