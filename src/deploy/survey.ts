import type { Cluster } from "../client/cluster.ts";
import type { PlanOptions } from "./plan/input.ts";
import type { Plan } from "./plan/plan.ts";
import { planOf } from "./plan/plan-of.ts";
import { carriedForward, type Migrated } from "./release/migrated.ts";
import { nextRevision } from "./release/records.ts";
import { type ReleaseState, readState } from "./release-state.ts";
import { Masker } from "./secrecy.ts";
import type { Desired } from "./wanted.ts";

/** The cluster as a deploy finds it, and what it would do. */
export interface Survey {
  readonly state: ReleaseState;
  readonly plan: Plan;
  /** Migrations that ran before. */
  readonly migrated: Migrated;
}

/** Looks at the cluster and plans; writes nothing. */
export async function survey(
  cluster: Cluster,
  desired: Desired,
  options: PlanOptions,
  signal?: AbortSignal,
): Promise<Survey> {
  const { release, wanted } = desired;
  const shared = wanted.filter(({ isShared }) => isShared).map(({ key }) => key);
  const state = await readState(cluster, release, { adopt: options.adopt, shared }, signal);
  const migrations = wanted.filter(({ isMigration }) => isMigration).map(({ key }) => key);
  const migrated = carriedForward(state.records.heads, migrations);
  const { membership, previous, digest, isKeyKept } = state;
  const masker = Masker.of([...wanted.map(({ object }) => object), ...membership.members]);
  const plan = await planOf({
    cluster,
    desired,
    previous,
    migrated,
    revision: nextRevision(state.records),
    membership,
    options,
    digest,
    isKeyKept,
    mask: (text) => masker.mask(text),
    signal,
  });
  return { state, plan, migrated };
}

/** Whether a plan changes anything. */
export function changesNothing({ objects, prunes }: Plan): boolean {
  return (
    objects.every(({ action }) => action === "none" || action === "skip") &&
    prunes.every(({ kept }) => kept !== undefined)
  );
}
