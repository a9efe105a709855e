import type { Cluster } from "../client/cluster.ts";
import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import { fail } from "../problem.ts";
import { PART_OF_LABEL } from "./release/applyset.ts";
import { isUnreadable, type RecordHead } from "./release/record-head.ts";
import { listRecords, readRecord } from "./release/records.ts";
import { restoreSecrets } from "./release/secret-copies.ts";
import { lastDeployed } from "./release-state.ts";
import type { Desired, ReleaseName, Wanted } from "./wanted.ts";

/** What a former deploy brought, to be brought again. */
export interface Former {
  readonly desired: Desired;
  readonly revision: number;
}

/**
 * A recorded deploy as something to deploy: its objects with the configuration and the Secrets of that
 * time. Its migrations ran then, and are not undone.
 *
 * @param revision default: the last that went well before the newest deploy
 * @param known what is wanted now, for the lines and the order of the objects that are still there
 * @throws ProblemError where there is no such deploy, or it cannot be read
 */
export async function formerOf(
  cluster: Cluster,
  release: ReleaseName,
  revision: number | undefined,
  known: readonly Wanted[] = [],
  signal?: AbortSignal,
): Promise<Former> {
  const { heads } = await listRecords(cluster, release, signal);
  const head =
    revision === undefined ? goodBefore(heads) : heads.find((one) => one.revision === revision);
  if (!head) return fail(missing(release, revision, heads));
  return broughtBack(cluster, release, head, known, signal);
}

async function broughtBack(
  cluster: Cluster,
  release: ReleaseName,
  head: RecordHead,
  known: readonly Wanted[],
  signal: AbortSignal | undefined,
): Promise<Former> {
  const record = await readRecord(cluster, release, head, signal);
  if (isUnreadable(record))
    return fail({ message: record.why, instead: "another revision: slipway history" });
  const objects = await restoreSecrets(cluster, release, record, signal);
  const now = new Map(known.map((wanted) => [wanted.key, wanted]));
  const shared = new Set(record.shared);
  const wanted = objects.map((recorded): Wanted => {
    const object = withoutMembership(recorded);
    const key = keyOf(refOf(object));
    const { part, after = [], where = () => undefined } = now.get(key) ?? {};
    const isMigration = Object.hasOwn(record.migrated, key);
    return { object, key, part, after, where, isShared: shared.has(key), isMigration };
  });
  const { environment, images } = record;
  return { desired: { release, environment, wanted, images }, revision: head.revision };
}

/** The last deploy that went well before the newest one; undefined where there is none. */
export async function lastGood(
  cluster: Cluster,
  release: ReleaseName,
  known: readonly Wanted[],
  signal?: AbortSignal,
): Promise<Former | undefined> {
  const { heads } = await listRecords(cluster, release, signal);
  const head = goodBefore(heads);
  return head && broughtBack(cluster, release, head, known, signal);
}

/** The newest deploy that went well; undefined where there is none. */
export async function running(
  cluster: Cluster,
  release: ReleaseName,
  known: readonly Wanted[],
  signal?: AbortSignal,
): Promise<Former | undefined> {
  const head = lastDeployed(await listRecords(cluster, release, signal));
  return head && broughtBack(cluster, release, head, known, signal);
}

/** The newest that went well is what runs, unless a later deploy failed: then it is what to go back to. */
function goodBefore(heads: readonly RecordHead[]): RecordHead | undefined {
  const [newest] = heads;
  const good = heads.filter(({ state }) => state === "deployed");
  return newest?.state === "deployed" ? good[1] : good[0];
}

function missing(
  { name, namespace }: ReleaseName,
  revision: number | undefined,
  heads: readonly RecordHead[],
) {
  const title = `${name} in ${namespace}`;
  if (heads.length === 0) return { message: `there is no deploy of ${title} in this cluster` };
  const known = heads.map((head) => `${head.revision} (${head.state})`).join(", ");
  return revision === undefined
    ? { message: `no deploy of ${title} before this one went well`, instead: `one of ${known}` }
    : { message: `there is no revision ${revision} of ${title}`, instead: `one of ${known}` };
}

function withoutMembership(object: KubeObject): KubeObject {
  const { [PART_OF_LABEL]: _, ...labels } = object.metadata.labels ?? {};
  const { labels: _labels, ...metadata } = object.metadata;
  const kept = Object.keys(labels).length > 0 ? { ...metadata, labels } : metadata;
  return { ...object, metadata: kept };
}
