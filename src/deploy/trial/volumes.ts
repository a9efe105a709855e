import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { textAt } from "../readiness/status.ts";

/** On a volume that a provisioner made for a claim, whichever class it has. */
const PROVISIONED = "pv.kubernetes.io/provisioned-by";

/**
 * Lets the volumes of a test go with their claims where their class would keep them: nobody wants made up
 * data back. A volume that was there before, or that nobody provisioned, stays as it is.
 *
 * @returns those that stay, in sentences
 */
export async function letVolumesGo(
  cluster: Cluster,
  namespace: KubeObject,
  signal?: AbortSignal,
): Promise<string[]> {
  const { name } = namespace.metadata;
  const left: string[] = [];
  for (const volume of await volumesOf(cluster, name, signal)) {
    if (textAt(volume, "spec.persistentVolumeReclaimPolicy") !== "Retain") continue;
    const title = titleOf(refOf(volume));
    if (!isMadeSince(volume, namespace)) {
      left.push(`${title} was there before, and has what the test wrote into it`);
      continue;
    }
    try {
      const spec = { persistentVolumeReclaimPolicy: "Delete" };
      await cluster.patch(refOf(volume), { spec }, { type: "merge" }, signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      left.push(`${title} stays, since its class keeps volumes: ${error.message}`);
    }
  }
  return left;
}

/** Who may not see volumes leaves them to their classes. */
async function volumesOf(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<readonly KubeObject[]> {
  try {
    const all = await cluster.list({ apiVersion: "v1", kind: "PersistentVolume" }, signal);
    return all.items.filter((volume) => textAt(volume, "spec.claimRef.namespace") === namespace);
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return [];
    throw error;
  }
}

function isMadeSince({ metadata }: KubeObject, namespace: KubeObject): boolean {
  const [made, since] = [metadata, namespace.metadata].map(({ creationTimestamp = "" }) =>
    Date.parse(creationTimestamp),
  ) as [number, number];
  return metadata.annotations?.[PROVISIONED] !== undefined && made >= since;
}
