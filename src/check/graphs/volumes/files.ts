import type { Volume } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { partsOf, type VolumePart } from "../../objects/volume-sources.ts";
import type { Workload } from "../../objects/workloads.ts";
import { providers } from "../../references/provided.ts";
import type { World } from "../../world.ts";

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
  const parts = partsOf(volume)?.map((part) => filesOfPart(world, item.namespace, part));
  const known = parts?.filter((part) => part !== undefined);
  if (!parts || !known || known.length < parts.length) return undefined;
  return { paths: known.flatMap(({ paths }) => paths), from: known.flatMap(({ from }) => from) };
}

function filesOfPart(
  world: World,
  namespace: string | undefined,
  part: VolumePart,
): Files | undefined {
  if (part.kind === "other") {
    const { downwardAPI, serviceAccountToken, clusterTrustBundle } = part.source;
    if (downwardAPI) return { paths: pathsIn(downwardAPI.items), from: [] };
    const { path } = serviceAccountToken ?? clusterTrustBundle ?? {};
    return path ? { paths: [path], from: [] } : undefined;
  }
  const { kind, name, items, optional } = part;
  if (!name || optional) return undefined;
  const source = { kind, name };
  if (items && items.length > 0) return { paths: pathsIn(items), from: [source] };
  const provided = providers(world).find({ group: "", namespace, ...source });
  if (!provided || !("keys" in provided) || !provided.keys) return undefined;
  return { paths: provided.keys, from: [source] };
}

function pathsIn(items: readonly { readonly path?: string | undefined }[] = []): string[] {
  return items.flatMap(({ path }) => (path ? [path] : []));
}
