import type { Cluster, ServerVersion } from "../client/cluster.ts";
import { ApiError } from "../client/errors.ts";
import { ProblemError } from "../problem.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { DoomOptions } from "./doom/index.ts";
import type { Tell } from "./events.ts";
import { withKeptValues } from "./kept-values.ts";
import { secretsReadBy } from "./live-secrets.ts";
import { type Order, orderOf } from "./order/order.ts";
import type { Ended, Outcome } from "./outcome.ts";
import type { PlanOptions } from "./plan/input.ts";
import type { Plan } from "./plan/plan.ts";
import { outdated, type SavedPlan, savedPlan } from "./plan/saved.ts";
import { preflight } from "./preflight/preflight.ts";
import { rightsFor, writingsOfAll } from "./preflight/rights.ts";
import type { Lease } from "./release/held-lease.ts";
import { isLocked } from "./release/lease.ts";
import { listRecords } from "./release/records.ts";
import { underLease } from "./release/under-lease.ts";
import { newest } from "./release-state.ts";
import { lastGood } from "./rollback.ts";
import { applyOne } from "./run/apply-one.ts";
import { bring } from "./run/bring.ts";
import { carryOut, type Origin } from "./run/carry-out.ts";
import type { Context } from "./run/context.ts";
import { type LockTerms, whileLocked } from "./run/while-locked.ts";
import { Masker } from "./secrecy.ts";
import { changesNothing, type Survey, survey } from "./survey.ts";
import type { Desired } from "./wanted.ts";

/** What a deploy runs with. */
export interface Setting {
  readonly cluster: Cluster;
  readonly tell: Tell;
  /** Ends it: nothing more is begun, what is on its way is finished, the lock is released. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

export interface DeployOptions {
  readonly plan: PlanOptions;
  readonly origin: Origin;
  /** Only the plan is made. */
  readonly isDryRun?: boolean;
  /** What the plan needs of the cluster around it is not looked at. */
  readonly skipPreflight?: boolean;
  /** Default true: it ends when all is ready; else when all is applied. */
  readonly isWaiting?: boolean;
  /** What gets an address from outside is ready only with one. Default false: it is only shown. */
  readonly awaitsAddresses?: boolean;
  /** Milliseconds for applying and waiting. Default 10 minutes. */
  readonly timeout?: number;
  /** Whether to go on with a plan. Default: yes. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
  /** When it fails, the last deploy that went well is brought back. Default false. */
  readonly isAutoRollback?: boolean;
  /** A saved plan: another one is not executed. */
  readonly expected?: SavedPlan | undefined;
  /** Hears each plan as it can be saved. */
  readonly onPlan?: ((plan: SavedPlan) => void) | undefined;
  readonly graces?: DoomOptions["graces"];
  readonly lease?: LockTerms;
}

/**
 * Brings a release to what is desired, one deploy at a time, and waits until it is healthy. What goes
 * wrong in the cluster is told and stands in the end; a run that was killed is continued by the next.
 *
 * @throws ProblemError for what is wrong with the definition, ApiError and ConnectionError where the
 *   cluster refuses to be asked at all
 */
export async function deploy(
  setting: Setting,
  desired: Desired,
  options: DeployOptions,
): Promise<Ended> {
  const clock = setting.clock ?? systemClock;
  const begun = clock.now();
  const ended = await endedOf(new Deploy({ ...setting, clock }, desired, options), setting.signal);
  const { outcome, revision, backTo, message } = ended;
  const duration = Math.round(clock.now() - begun);
  setting.tell({ type: "end", outcome, revision, backTo, duration, message });
  return ended;
}

/** Ended by a person before anything was written, it is no failure of anybody. */
async function endedOf(deploy: Deploy, signal: AbortSignal): Promise<Ended> {
  try {
    return await deploy.run();
  } catch (problem) {
    if (!signal.aborted || problem !== signal.reason) throw problem;
    return over("interrupted", undefined, "nothing was written");
  }
}

class Deploy {
  private readonly setting: Required<Setting>;
  private desired: Desired;
  private readonly options: DeployOptions;
  private readonly order: Order;

  constructor(setting: Required<Setting>, desired: Desired, options: DeployOptions) {
    this.setting = setting;
    this.desired = desired;
    this.options = options;
    this.order = orderOf(desired.wanted);
  }

  async run(): Promise<Ended> {
    const { cluster, tell, signal } = this.setting;
    const { release } = this.desired;
    const version = await cluster.version(signal);
    tell({ type: "server", version });
    const found = await this.survey(this.options.skipPreflight ? undefined : version);
    const stopped = this.stopped(found);
    if (stopped) return stopped;
    const isIdle = hasNothingToDo(found);
    if (isIdle && !(await isLocked(cluster, release, signal))) return this.settle(found.plan);
    if (!isIdle && (await this.options.confirm?.(found.plan)) === false)
      return over("stopped", found.plan, "it was not confirmed");
    await this.makeRoom(found.plan);
    const ended = await whileLocked(this.setting, release, this.options.lease ?? {}, (lease) =>
      this.underLease(lease, found),
    );
    return "heldBy" in ended ? over("locked", found.plan, `${ended.heldBy} has the lock`) : ended;
  }

  /**
   * Looks at the cluster, and tells the plan.
   *
   * @param version Where what the plan needs is looked at too.
   */
  private async survey(version?: ServerVersion): Promise<Survey> {
    const { tell } = this.setting;
    const planned = await this.look();
    const found = version === undefined ? planned : await this.checked(planned, version);
    for (const message of found.state.remarks) tell({ type: "remark", message });
    tell({ type: "plan", plan: found.plan });
    return found;
  }

  private async look(): Promise<Survey> {
    const { cluster, signal } = this.setting;
    try {
      return await survey(cluster, this.desired, this.options.plan, signal);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      const { release, wanted } = this.desired;
      const { stops } = await rightsFor(cluster, release, writingsOfAll(wanted), signal);
      throw stops.length > 0 ? new ProblemError(stops) : error;
    }
  }

  private async checked(found: Survey, version: ServerVersion): Promise<Survey> {
    const { cluster, tell, signal } = this.setting;
    const checked = await preflight(cluster, this.desired, found.plan, version, signal);
    for (const message of checked.remarks) tell({ type: "remark", message });
    return { ...found, plan: checked.plan };
  }

  private stopped({ plan, state }: Survey): Ended | undefined {
    const { isDryRun, expected, onPlan } = this.options;
    const { environment } = this.desired;
    if (expected || onPlan) {
      const saved = savedPlan(plan, this.setting.cluster.target, environment, state);
      onPlan?.(saved);
      const [first, ...more] = expected ? outdated(expected, saved) : [];
      if (first !== undefined)
        return over(
          "outdated",
          plan,
          more.length > 0 ? `${first}, and ${more.length} more` : first,
        );
    }
    if (isDryRun) return over("planned", plan);
    return plan.stops.length > 0 ? over("stopped", plan) : undefined;
  }

  /** Nothing is to be written; all that is left to see is whether everything is well. */
  private async settle(plan: Plan): Promise<Ended> {
    const context = await this.contextOf(this.setting.cluster, this.setting.signal);
    const { failures } = await bring(context, plan.objects, this.order, this.rollout);
    return {
      outcome: failures.length > 0 ? "failed" : "unchanged",
      plan,
      revision: undefined,
      failures,
    };
  }

  /** The release's own objects lie in its namespace: it comes before the lock. */
  private async makeRoom({ objects }: Plan): Promise<void> {
    const own = objects.find(
      ({ applied: { kind, metadata }, live }) =>
        kind === "Namespace" && metadata.name === this.desired.release.namespace && !live,
    );
    if (own) await applyOne(this.setting, own);
  }

  private async underLease(lease: Lease, before: Survey): Promise<Ended> {
    const signal = AbortSignal.any([this.setting.signal, lease.signal]);
    const cluster = underLease(this.setting.cluster, lease);
    let found = before;
    if (await this.isOutOfDate(before)) {
      this.desired = await withKeptValues(cluster, this.desired, signal);
      found = await this.survey();
      const stopped = this.stopped(found);
      if (stopped) return stopped;
    }
    if (hasNothingToDo(found)) return this.settle(found.plan);
    const context = await this.contextOf(cluster, signal);
    const ended = await carryOut(context, this.desired, found, this.order, {
      origin: this.options.origin,
      rollout: this.rollout,
      planAgain: () => this.survey(),
    });
    const isLost = ended.outcome === "failed" && this.options.isAutoRollback;
    return isLost && !lease.signal.aborted ? this.goBack(lease, ended) : ended;
  }

  /** Brings the last good deploy back; what failed, and why, was told by then. */
  private async goBack(lease: Lease, failed: Ended): Promise<Ended> {
    const { cluster, tell, signal } = this.setting;
    const { release, wanted } = this.desired;
    const former = await lastGood(cluster, release, wanted, signal);
    if (!former) {
      tell({
        type: "remark",
        message: "no deploy before this one went well: there is nothing to go back to",
      });
      return failed;
    }
    tell({ type: "remark", message: `revision ${former.revision} is brought back` });
    const origin = { ...this.options.origin, rollbackTo: former.revision };
    const options = { ...this.options, origin, isAutoRollback: false, expected: undefined };
    const back = new Deploy(this.setting, former.desired, options);
    const ended = await back.underLease(lease, await back.survey());
    const isBack = ended.outcome === "done";
    return isBack
      ? { ...failed, outcome: "rolled-back", revision: ended.revision, backTo: ended.backTo }
      : ended;
  }

  /** Whether another deploy of the release went on since. */
  private async isOutOfDate({ state }: Survey): Promise<boolean> {
    const { cluster, signal } = this.setting;
    const now = newest(await listRecords(cluster, this.desired.release, signal));
    const then = newest(state.records);
    return now?.revision !== then?.revision || now?.state !== then?.state;
  }

  private async contextOf(cluster: Cluster, signal: AbortSignal): Promise<Context> {
    const { clock, tell } = this.setting;
    const { wanted } = this.desired;
    const others = await secretsReadBy(cluster, wanted, signal);
    const masker = Masker.of([...wanted.map(({ object }) => object), ...others]);
    return { cluster, clock, tell, masker, signal };
  }

  private get rollout() {
    const { timeout = 600_000, isWaiting = true, awaitsAddresses, graces } = this.options;
    return { timeout, isWaiting, awaitsAddresses, graces };
  }
}

function hasNothingToDo({ plan, state }: Survey): boolean {
  return newest(state.records)?.state === "deployed" && changesNothing(plan);
}

function over(outcome: Outcome, plan: Plan | undefined, message?: string): Ended {
  return { outcome, plan, revision: undefined, failures: [], message };
}
