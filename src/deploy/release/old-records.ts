import type { Cluster } from "../../client/cluster.ts";
import { refOf } from "../../client/object.ts";
import { namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { ownSelector } from "./labels.ts";
import { REVISION_LABEL } from "./record-head.ts";
import { CONFIG_MAPS, type ListedRecords, listRecords, updateRecord } from "./records.ts";

/** The revisions that stay: the newest ones, and the last that came to its end well. */
export function keptRevisions({ heads, unreadable }: ListedRecords, keep = 10): Set<number> {
  const all = [...heads, ...unreadable].map(({ revision }) => revision).sort((a, b) => b - a);
  const deployed = heads.find(({ state }) => state === "deployed");
  return new Set([...all.slice(0, keep), ...(deployed ? [deployed.revision] : [])]);
}

/**
 * Removes the records that do not stay.
 *
 * @returns those that stay
 */
export async function pruneRecords(
  cluster: Cluster,
  release: ReleaseName,
  options: { readonly keep?: number } = {},
  signal?: AbortSignal,
): Promise<ListedRecords> {
  const listed = await listRecords(cluster, release, signal);
  const kept = keptRevisions(listed, options.keep);
  const stays = ({ revision }: { revision: number }) => kept.has(revision);
  for (const { revision } of [...listed.heads, ...listed.unreadable]) {
    if (!kept.has(revision)) await removeRecord(cluster, release, revision, signal);
  }
  return { heads: listed.heads.filter(stays), unreadable: listed.unreadable.filter(stays) };
}

/** The head goes last: as long as it is there, the next run finds what is left of the parts. */
async function removeRecord(
  cluster: Cluster,
  release: ReleaseName,
  revision: number,
  signal?: AbortSignal,
): Promise<void> {
  const { namespace } = release;
  const labels = `${ownSelector(release, "record-part")},${REVISION_LABEL}=${revision}`;
  const { items } = await cluster.list({ ...CONFIG_MAPS, namespace, labels }, signal);
  await Promise.all(items.map((part) => cluster.delete(refOf(part), {}, signal)));
  const name = namesOf(release.name).record(revision);
  await cluster.delete({ ...CONFIG_MAPS, namespace, name }, {}, signal);
}

/**
 * Closes the records of deploys that never ended, because they were killed: called by the deploy that
 * holds the lease, before it writes its own.
 *
 * @returns the records as they are then
 */
export async function closeAbandoned(
  cluster: Cluster,
  release: ReleaseName,
  listed: ListedRecords,
  finishedAt: string,
  signal?: AbortSignal,
): Promise<ListedRecords> {
  const message = "it was ended from outside, before it could tell how it went";
  const heads = await Promise.all(
    listed.heads.map((head) => {
      if (head.state !== "deploying") return head;
      const change = { state: "interrupted", finishedAt, message } as const;
      return updateRecord(cluster, release, head, change, signal);
    }),
  );
  return { ...listed, heads };
}
