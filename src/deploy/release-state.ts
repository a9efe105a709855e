import type { Cluster } from "../client/cluster.ts";
import { ApiError } from "../client/errors.ts";
import { fail, type Problem } from "../problem.ts";
import type { Membership } from "./plan/input.ts";
import { applySetId, type Scope } from "./release/applyset.ts";
import { holdersOf, type OtherRelease, otherReleases } from "./release/holders.ts";
import { type KeyedDigest, passingDigest, readDigest } from "./release/key.ts";
import { membersOf } from "./release/members.ts";
import { type Parent, readParent } from "./release/parent.ts";
import type { ReleaseRecord } from "./release/record.ts";
import { isUnreadable, type RecordHead } from "./release/record-head.ts";
import { type ListedRecords, listRecords, readRecord } from "./release/records.ts";
import type { ReleaseName } from "./wanted.ts";

/** What the cluster knows of a release at one moment. */
export interface ReleaseState {
  readonly parent: Parent | undefined;
  readonly records: ListedRecords;
  /** The last record of a deploy that went well, and could be read. */
  readonly previous: ReleaseRecord | undefined;
  readonly membership: Membership;
  readonly digest: KeyedDigest;
  /** Whether the digest's key is kept in the cluster. */
  readonly isKeyKept: boolean;
  /** What could not be read, in sentences. */
  readonly remarks: readonly string[];
}

export interface ReadStateOptions {
  /** A parent of another tool is taken over. */
  readonly adopt?: boolean | undefined;
  /** Keys of objects that other releases may have too. */
  readonly shared?: readonly string[];
}

/**
 * Reads what the cluster knows of a release: its parent, its members, its records.
 *
 * @throws ProblemError where what has the parent's name is somebody else's
 */
export async function readState(
  cluster: Cluster,
  release: ReleaseName,
  { adopt = false, shared = [] }: ReadStateOptions = {},
  signal?: AbortSignal,
): Promise<ReleaseState> {
  const [parent, records, digest] = await Promise.all([
    readParent(cluster, release, signal),
    listRecords(cluster, release, signal),
    readDigest(cluster, release, signal),
  ]);
  if (parent?.foreign && !adopt) fail(parent.foreign as Problem);
  const head = lastDeployed(records);
  const [members, previous, others] = await Promise.all([
    parent ? membersOf(cluster, release, parent.scope, signal) : undefined,
    head && readRecord(cluster, release, head, signal),
    othersOf(cluster, release, parent?.scope, shared, signal),
  ]);
  const isLost = previous !== undefined && isUnreadable(previous);
  return {
    parent,
    records,
    previous: isLost ? undefined : previous,
    membership: {
      partOf: applySetId(release),
      members: members?.members ?? [],
      setNamed: (partOf) => {
        const other = others?.find((each) => applySetId(each.release) === partOf);
        return other && `the release ${titleOfRelease(other.release)}`;
      },
      otherHolders: (key) => holders(key, others),
    },
    digest: digest ?? passingDigest(),
    isKeyKept: digest !== undefined,
    remarks: [
      ...records.unreadable.map(({ why }) => why),
      ...(isLost ? [previous.why] : []),
      ...(members?.unserved ?? []).map(
        (kind) => `${kind} is no longer served: its objects are left`,
      ),
    ],
  };
}

/** `shop in shop-dev`. */
export function titleOfRelease({ name, namespace }: ReleaseName): string {
  return `${name} in ${namespace}`;
}

/** The newest record, whatever came of it. */
export function newest({ heads }: ListedRecords): RecordHead | undefined {
  return heads[0];
}

/** The newest record of a deploy that went well. */
export function lastDeployed({ heads }: ListedRecords): RecordHead | undefined {
  return heads.find(({ state }) => state === "deployed");
}

/** Undefined where we may not ask: then nobody knows. */
async function othersOf(
  cluster: Cluster,
  release: ReleaseName,
  scope: Scope | undefined,
  shared: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly OtherRelease[] | undefined> {
  if (shared.length === 0 && (scope?.shared.size ?? 0) === 0) return [];
  try {
    return await otherReleases(cluster, release, signal);
  } catch (problem) {
    if (problem instanceof ApiError && problem.status === 403) return undefined;
    throw problem;
  }
}

function holders(key: string, others: readonly OtherRelease[] | undefined): readonly string[] {
  if (!others)
    return ["perhaps another release (the ConfigMaps of all namespaces may not be listed)"];
  return holdersOf(others, key).map(titleOfRelease);
}
