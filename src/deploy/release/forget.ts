import type { Cluster } from "../../client/cluster.ts";
import { refOf } from "../../client/object.ts";
import { namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { parentRef } from "./applyset.ts";
import { ownSelector, type Purpose } from "./labels.ts";

const KEPT: readonly [kind: string, purpose: Purpose][] = [
  ["ConfigMap", "record-part"],
  ["ConfigMap", "record"],
  ["Secret", "secret-copy"],
];

/**
 * Removes all that a release kept for itself but its lease, when its members are gone. The parent goes
 * last: as long as it is there, so is the release, and the next run goes on.
 */
export async function forgetRelease(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<void> {
  const { name, namespace } = release;
  for (const [kind, purpose] of KEPT) {
    const labels = ownSelector(release, purpose);
    const { items } = await cluster.list({ apiVersion: "v1", kind, namespace, labels }, signal);
    await Promise.all(items.map((item) => cluster.delete(refOf(item), {}, signal)));
  }
  const key = { apiVersion: "v1", kind: "Secret", namespace, name: namesOf(name).key };
  await cluster.delete(key, {}, signal);
  await cluster.delete(parentRef(release), {}, signal);
}
