import type { KeyToPath, Volume } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { Workload } from "../../objects/workloads.ts";
import { providers } from "../../references/provided.ts";
import type { World } from "../../world.ts";

type Items = readonly Decoded<KeyToPath>[] | undefined;

/** Where files of a volume come from. */
interface Source {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
}

/** What the kubelet writes into a volume. */
export interface Files {
  /** Within the volume, with folders. */
  readonly paths: readonly string[];
  readonly from: readonly Source[];
}

/**
 * The files of a volume that the kubelet writes.
 *
 * @returns undefined where they are not known: the object is not in the input, or need not be there
 */
export function filesOf(
  world: World,
  { item }: Workload,
  volume: Decoded<Volume>,
): Files | undefined {
  const { configMap, secret, projected, downwardAPI } = volume;
  const of = (kind: Source["kind"], name: string | undefined, items: Items, optional?: boolean) =>
    name && !optional ? filesFrom(world, item.namespace, { kind, name }, items) : undefined;
  if (configMap) return of("ConfigMap", configMap.name, configMap.items, configMap.optional);
  if (secret) return of("Secret", secret.secretName, secret.items, secret.optional);
  if (downwardAPI) return { paths: pathsIn(downwardAPI.items), from: [] };
  if (!projected) return undefined;
  const parts = (projected.sources ?? []).map((source): Files | undefined => {
    if (source.configMap) {
      const { name, items, optional } = source.configMap;
      return of("ConfigMap", name, items, optional);
    }
    if (source.secret)
      return of("Secret", source.secret.name, source.secret.items, source.secret.optional);
    if (source.downwardAPI) return { paths: pathsIn(source.downwardAPI.items), from: [] };
    const { path } = source.serviceAccountToken ?? source.clusterTrustBundle ?? {};
    return path ? { paths: [path], from: [] } : undefined;
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return { paths: known.flatMap(({ paths }) => paths), from: known.flatMap(({ from }) => from) };
}

function filesFrom(
  world: World,
  namespace: string | undefined,
  source: Source,
  items: Items,
): Files | undefined {
  if (items && items.length > 0) return { paths: pathsIn(items), from: [source] };
  const provided = providers(world).find({ group: "", namespace, ...source });
  if (!provided || !("keys" in provided) || !provided.keys) return undefined;
  return { paths: provided.keys, from: [source] };
}

function pathsIn(items: readonly { readonly path?: string | undefined }[] = []): string[] {
  return items.flatMap(({ path }) => (path ? [path] : []));
}
