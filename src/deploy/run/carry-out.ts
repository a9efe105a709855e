import type { Cluster } from "../../client/cluster.ts";
import { ApiError, ConnectionError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import type { Failure } from "../failure.ts";
import type { Order } from "../order/order.ts";
import type { Ended } from "../outcome.ts";
import type { Plan } from "../plan/plan.ts";
import { PART_OF_LABEL, type Scope, scopeOf, superset } from "../release/applyset.ts";
import { ensureDigest } from "../release/key.ts";
import { carriedForward } from "../release/migrated.ts";
import { closeAbandoned, pruneRecords } from "../release/old-records.ts";
import { writeParent } from "../release/parent.ts";
import type { ReleaseRecord } from "../release/record.ts";
import type { RecordHead } from "../release/record-head.ts";
import { type RecordChange, updateRecord, writeRecord } from "../release/records.ts";
import { copySecrets, pruneCopies } from "../release/secret-copies.ts";
import { lastDeployed } from "../release-state.ts";
import type { Survey } from "../survey.ts";
import type { Desired } from "../wanted.ts";
import { bring } from "./bring.ts";
import type { Context } from "./context.ts";
import { pruneAll } from "./prune.ts";
import type { RolloutOptions } from "./rollout.ts";

/** Where a deploy comes from; kept in its record. */
export interface Origin extends Pick<ReleaseRecord, "author" | "git" | "rollbackTo"> {
  /** The version of slipway. */
  readonly tool: string;
}

export interface CarryOutOptions {
  readonly origin: Origin;
  readonly rollout: RolloutOptions;
  /** Looks and plans once more. */
  readonly planAgain: () => Promise<Survey>;
}

/**
 * Does what a plan says, under the lock: the record first, so that whatever happens it is known what was
 * meant, then the objects, then what goes, and the record's end.
 */
export async function carryOut(
  context: Context,
  desired: Desired,
  surveyed: Survey,
  order: Order,
  { origin, rollout, planAgain }: CarryOutOptions,
): Promise<Ended> {
  const { cluster, tell, signal } = context;
  const { release } = desired;
  const planned = surveyed.state;
  const digest = planned.isKeyKept
    ? planned.digest
    : await ensureDigest(cluster, release, signal, planned.digest);
  // Somebody else was faster with the release's key: the digests of the plan are not those that stay.
  const found = digest === planned.digest ? surveyed : await planAgain();
  const { plan, state } = found;
  const after = scopeAfter(desired, plan);
  const parent = await writeParent(
    cluster,
    release,
    { scope: superset(state.parent?.scope ?? after, after), tool: origin.tool },
    state.parent,
    signal,
  );
  const applied = [...plan.objects.map((planned) => planned.applied), ...plan.left];
  const secretCopies = await copySecrets(cluster, release, applied, digest, signal);
  await closeAbandoned(cluster, release, state.records, now(), signal);
  const record: ReleaseRecord = {
    ...origin,
    revision: plan.revision,
    state: "deploying",
    environment: desired.environment,
    startedAt: now(),
    finishedAt: undefined,
    message: undefined,
    images: desired.images,
    objects: applied,
    secretCopies,
    shared: [...after.shared],
    migrated: found.migrated,
  };
  const recording = new Recording(
    cluster,
    desired,
    await writeRecord(cluster, release, record, digest, signal),
  );
  tell({ type: "start", revision: plan.revision, objects: plan.objects.length });
  const backTo = lastDeployed(state.records)?.revision;
  try {
    const onMigrated = (key: string) => recording.migrated(key);
    const brought = await bring(context, plan.objects, order, { ...rollout, onMigrated });
    if (brought.failures.length > 0) {
      const [first] = brought.failures as readonly [Failure, ...Failure[]];
      await recording.close("failed", first.message);
      const { failures } = brought;
      return { outcome: "failed", plan, revision: plan.revision, backTo, failures };
    }
    await pruneAll(context, plan.prunes, state.membership.members);
  } catch (problem) {
    if (!signal.aborted && !(problem instanceof ApiError || problem instanceof ConnectionError))
      throw problem;
    const outcome = signal.aborted ? "interrupted" : "failed";
    const message = context.masker.mask((problem as Error).message);
    // Where the lock is lost, or nobody answers, this cannot be written: the next deploy closes the record.
    await recording.close(outcome, message).catch(() => {});
    return { outcome, plan, revision: plan.revision, backTo, failures: [], message };
  }
  const scope = superset(after, scopeOf(release, leftMembers(found)));
  await writeParent(cluster, release, { scope, tool: origin.tool }, parent, signal);
  await recording.close("deployed", undefined);
  const left = await pruneRecords(cluster, release, {}, signal);
  await pruneCopies(cluster, release, left, signal);
  const isLeft = left.heads.some(({ revision }) => revision === backTo);
  const way = isLeft ? backTo : undefined;
  return { outcome: "done", plan, revision: plan.revision, backTo: way, failures: [] };
}

/** The record of the deploy that goes on. */
class Recording {
  private readonly cluster: Cluster;
  private readonly desired: Desired;
  private head: RecordHead;
  private last: Promise<void> = Promise.resolve();

  constructor(cluster: Cluster, desired: Desired, head: RecordHead) {
    this.cluster = cluster;
    this.desired = desired;
    this.head = head;
  }

  /** So that it is not run again, whatever becomes of this deploy and of its Job. */
  async migrated(key: string): Promise<void> {
    if (Object.hasOwn(this.head.migrated, key)) return;
    await this.update({
      migrated: carriedForward([this.head, { migrated: { [key]: now() } }], [key]),
    });
  }

  close(state: ReleaseRecord["state"], message: string | undefined): Promise<void> {
    return this.update({ state, finishedAt: now(), message });
  }

  /** One after the other: each is written on top of the one before. */
  private update(change: RecordChange): Promise<void> {
    const { release } = this.desired;
    const written = this.last.then(async () => {
      this.head = await updateRecord(this.cluster, release, this.head, change);
    });
    this.last = written.catch(() => {});
    return written;
  }
}

/** Where the release's objects are when the deploy is through, apart from what it keeps. */
function scopeAfter({ release, wanted }: Desired, { objects, left }: Plan): Scope {
  const all = [...objects.map(({ applied }) => applied), ...left];
  const members = all.filter(({ metadata }) => PART_OF_LABEL in (metadata.labels ?? {}));
  const shared = wanted.filter(({ isShared }) => isShared).map(({ key }) => key);
  return scopeOf(release, members, shared);
}

/** Members that are no longer wanted and stay all the same: they must not get out of sight. */
function leftMembers({ state, plan }: Survey): KubeObject[] {
  const kept = new Set(plan.prunes.flatMap(({ uid, kept }) => (kept === undefined ? [] : uid)));
  return state.membership.members.filter(({ metadata }) => kept.has(metadata.uid ?? ""));
}

/** RFC 3339. */
function now(): string {
  return new Date().toISOString();
}
