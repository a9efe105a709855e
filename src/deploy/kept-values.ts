import type { Cluster } from "../client/cluster.ts";
import { refOf } from "../client/object.ts";
import { isFields } from "../kubernetes/fields.ts";
import type { Desired, Wanted } from "./wanted.ts";

/**
 * What is desired, with the values that the cluster has by now in place of those that were made up
 * before: two first deploys at once each make up a password, and the second must not change the first's.
 */
export async function withKeptValues(
  cluster: Cluster,
  desired: Desired,
  signal?: AbortSignal,
): Promise<Desired> {
  const wanted = await Promise.all(
    desired.wanted.map(async (each) => (each.keeps ? kept(cluster, each, signal) : each)),
  );
  return { ...desired, wanted };
}

async function kept(cluster: Cluster, wanted: Wanted, signal?: AbortSignal): Promise<Wanted> {
  const live = await cluster.get(refOf(wanted.object), signal);
  const [data, before] = [wanted.object.data, live?.data];
  if (!isFields(data) || !isFields(before)) return wanted;
  const values = Object.entries(data).map(([key, value]) => [
    key,
    wanted.keeps?.includes(key) ? (before[key] ?? value) : value,
  ]);
  return { ...wanted, object: { ...wanted.object, data: Object.fromEntries(values) } };
}
