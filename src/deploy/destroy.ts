import { systemClock } from "./clock.ts";
import type { Setting } from "./deploy.ts";
import type { Ended } from "./outcome.ts";
import type { Plan } from "./plan/plan.ts";
import { forgetRelease } from "./release/forget.ts";
import { underLease } from "./release/under-lease.ts";
import { pruneAll } from "./run/prune.ts";
import { type LockTerms, whileLocked } from "./run/while-locked.ts";
import { Masker } from "./secrecy.ts";
import { survey } from "./survey.ts";
import type { ReleaseName } from "./wanted.ts";

export interface DestroyOptions {
  readonly isDryRun?: boolean;
  /** Kinds that are kept without it. */
  readonly pruneKinds?: readonly string[];
  readonly confirm?: (plan: Plan) => Promise<boolean>;
  readonly lease?: LockTerms;
}

/**
 * Removes a release: its objects in the reverse of their order, then what it kept for itself. Claims,
 * volumes, namespaces and definitions stay unless they are named; what other releases have too stays
 * as it is.
 */
export async function destroy(
  setting: Setting,
  release: ReleaseName,
  options: DestroyOptions,
): Promise<Ended> {
  const begun = performance.now();
  const ended = await destroyed(setting, release, options);
  const { outcome, revision, message } = ended;
  setting.tell({ type: "end", outcome, revision, duration: performance.now() - begun, message });
  return ended;
}

async function destroyed(
  { cluster, tell, signal, clock = systemClock }: Setting,
  release: ReleaseName,
  { isDryRun, pruneKinds = [], confirm, lease: terms }: DestroyOptions,
): Promise<Ended> {
  const nothing = { release, wanted: [], images: {} };
  const found = await survey(cluster, nothing, { pruneKinds, pruneMost: true }, signal);
  const { plan, state } = found;
  const over = (outcome: Ended["outcome"], message?: string): Ended => ({
    outcome,
    plan,
    revision: undefined,
    failures: [],
    message,
  });
  tell({ type: "plan", plan });
  if (!state.parent) return over("unchanged", "there is no such release in this cluster");
  if (isDryRun) return over("planned");
  if ((await confirm?.(plan)) === false) return over("stopped", "it was not confirmed");
  const setting = { cluster, tell, signal, clock };
  const ended = await whileLocked(setting, release, terms ?? {}, async (lease) => {
    const held = underLease(cluster, lease);
    const both = AbortSignal.any([signal, lease.signal]);
    const masker = Masker.of(state.membership.members);
    const context = { cluster: held, clock, tell, masker, signal: both };
    await pruneAll(context, plan.prunes, state.membership.members);
    await forgetRelease(held, release, both);
    return over("done");
  });
  return "heldBy" in ended ? over("locked", `${ended.heldBy} has the lock`) : ended;
}
