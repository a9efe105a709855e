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
  /** Kinds that are kept without it: Namespace, CustomResourceDefinition. */
  readonly pruneKinds?: readonly string[];
  /** Claims, volumes and Secrets with made up values go too. Default: they stay. */
  readonly withData?: boolean;
  readonly confirm?: (plan: Plan) => Promise<boolean>;
  readonly lease?: LockTerms;
}

/**
 * Removes a release: its objects in the reverse of their order, then what it kept for itself. Claims,
 * volumes and Secrets with made up values stay unless the data is to go, namespaces and definitions
 * unless they are named; what other releases have too stays as it is. What stays is told at the end; the
 * next first deploy of the release takes it up again.
 */
export async function destroy(
  setting: Setting,
  release: ReleaseName,
  options: DestroyOptions,
): Promise<Ended> {
  const begun = performance.now();
  const ended = await destroyed(setting, release, options);
  const { outcome, revision, message } = ended;
  const duration = Math.round(performance.now() - begun);
  setting.tell({ type: "end", outcome, revision, duration, message });
  return ended;
}

async function destroyed(
  { cluster, tell, signal, clock = systemClock }: Setting,
  release: ReleaseName,
  { isDryRun, pruneKinds = [], withData = false, confirm, lease: terms }: DestroyOptions,
): Promise<Ended> {
  const nothing = { release, wanted: [], images: {} };
  const found = await survey(cluster, nothing, { pruneKinds, destroys: { withData } }, signal);
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
    for (const prune of plan.prunes) if (prune.kept !== undefined) tell({ type: "prune", prune });
    return over("done");
  });
  return "heldBy" in ended ? over("locked", `${ended.heldBy} has the lock`) : ended;
}
