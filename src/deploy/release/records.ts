import type { Cluster } from "../../client/cluster.ts";
import type { KubeObject } from "../../client/object.ts";
import { FIELD_MANAGER, namesOf } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import type { KeyedDigest } from "./key.ts";
import { ownLabels, ownSelector } from "./labels.ts";
import type { ReleaseRecord } from "./record.ts";
import { packed, unpacked } from "./record-body.ts";
import {
  headIn,
  headObject,
  isUnreadable,
  REVISION_LABEL,
  type RecordHead,
  type Unreadable,
} from "./record-head.ts";
import { recorded } from "./recorded.ts";

export interface ListedRecords {
  /** The newest first. */
  readonly heads: readonly RecordHead[];
  /** What is skipped, to be told. */
  readonly unreadable: readonly Unreadable[];
}

/** What changes of a record while its deploy goes on. */
export type RecordChange = Partial<
  Pick<ReleaseRecord, "state" | "finishedAt" | "message" | "migrated">
>;

export const CONFIG_MAPS = { apiVersion: "v1", kind: "ConfigMap" };
const PART_FIELD = "part";
const APPLY = { manager: FIELD_MANAGER, force: true };

/**
 * Writes a record: its parts first and its head last, so that a record with a head is whole. What an
 * earlier try left under this revision is written over.
 */
export async function writeRecord(
  cluster: Cluster,
  release: ReleaseName,
  record: ReleaseRecord,
  digest: KeyedDigest,
  signal?: AbortSignal,
): Promise<RecordHead> {
  const { objects, ...rest } = record;
  const { body, parts } = await packed(objects.map((object) => recorded(object, digest)));
  const head = { ...rest, body };
  await Promise.all(
    parts.map((part, index) => {
      const labels = {
        ...ownLabels(release, "record-part"),
        [REVISION_LABEL]: String(record.revision),
      };
      const { namespace } = release;
      const name = partName(release, record.revision, index);
      const binaryData = { [PART_FIELD]: part.toString("base64") };
      const object = { ...CONFIG_MAPS, metadata: { namespace, name, labels }, binaryData };
      return cluster.apply(object, APPLY, signal);
    }),
  );
  await cluster.apply(headObject(release, head), APPLY, signal);
  return head;
}

/** Changes a record's head; its objects are not touched. */
export async function updateRecord(
  cluster: Cluster,
  release: ReleaseName,
  head: RecordHead,
  change: RecordChange,
  signal?: AbortSignal,
): Promise<RecordHead> {
  const changed = { ...head, ...change };
  await cluster.apply(headObject(release, changed), APPLY, signal);
  return changed;
}

/** All records of a release without their objects, in one call. */
export async function listRecords(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<ListedRecords> {
  const { namespace } = release;
  const labels = ownSelector(release, "record");
  const { items } = await cluster.list({ ...CONFIG_MAPS, namespace, labels }, signal);
  const read = items.map(headIn);
  return {
    heads: read
      .filter((one): one is RecordHead => !isUnreadable(one))
      .sort((a, b) => b.revision - a.revision),
    unreadable: read.filter(isUnreadable),
  };
}

/** The number of the next record: no record that is there has it, readable or not. */
export function nextRevision({ heads, unreadable }: ListedRecords): number {
  return 1 + Math.max(0, ...[...heads, ...unreadable].map(({ revision }) => revision));
}

/** A record with its objects. */
export async function readRecord(
  cluster: Cluster,
  release: ReleaseName,
  { body, ...head }: RecordHead,
  signal?: AbortSignal,
): Promise<ReleaseRecord | Unreadable> {
  const { namespace } = release;
  const { revision, state } = head;
  const unreadable = (why: string) => {
    const name = namesOf(release.name).record(revision);
    return { revision, state, why: `the record ${namespace}/${name} cannot be read: ${why}` };
  };
  const names = Array.from({ length: body.parts }, (_, index) =>
    partName(release, revision, index),
  );
  const found = await Promise.all(
    names.map((name) => cluster.get({ ...CONFIG_MAPS, namespace, name }, signal)),
  );
  const missing = names.filter((_, index) => !found[index]);
  if (missing.length > 0) return unreadable(`ConfigMap ${missing.join(", ")} is gone`);
  try {
    return { ...head, objects: await unpacked(body, (found as KubeObject[]).map(bytesIn)) };
  } catch (problem) {
    return unreadable((problem as Error).message);
  }
}

function partName({ name }: ReleaseName, revision: number, index: number): string {
  return `${namesOf(name).record(revision)}-${index + 1}`;
}

function bytesIn({ binaryData }: KubeObject): Buffer {
  const text = (binaryData as Record<string, string> | undefined)?.[PART_FIELD];
  return Buffer.from(text ?? "", "base64");
}
