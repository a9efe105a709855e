import type { Cluster } from "../../client/cluster.ts";
import { type Clock, systemClock } from "../clock.ts";
import { deploy } from "../deploy.ts";
import type { Tell } from "../events.ts";
import type { Origin } from "../run/carry-out.ts";
import type { Desired } from "../wanted.ts";
import { autoscalerTests } from "./live/autoscalers.ts";
import { budgetTests } from "./live/budgets.ts";
import { claimTests } from "./live/claims.ts";
import { programsIn, programTests } from "./live/programs.ts";
import { serviceTests } from "./live/services.ts";
import { makeNamespace } from "./namespace.ts";
import { letServerIn } from "./reach.ts";
import { type Made, madeBy, remove } from "./remove.ts";
import type { Result } from "./result.ts";
import { Progress } from "./told.ts";
import { watchTests } from "./watch.ts";

export interface TrialSetting {
  readonly cluster: Cluster;
  readonly tell: Tell;
  /** Ends it: what was made by then is removed. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

export interface TrialOptions {
  readonly origin: Origin;
  /** Milliseconds for applying and waiting. Default: 10 minutes. */
  readonly timeout?: number | undefined;
  /** Milliseconds for what comes after everything is healthy, such as first metrics. Default: 2 minutes, and no more than `timeout`. */
  readonly patience?: number | undefined;
  /** What the deploy needs of the cluster around it is not looked at. Default: false. */
  readonly skipPreflight?: boolean;
  /** What was made stays. Default: false. */
  readonly isKept?: boolean;
  /** Hears, as soon as something is there, what is to be removed. */
  readonly onMade?: (made: Made) => void;
}

export interface Tried {
  /** Undefined where something ended it before: `problem`. */
  readonly results: readonly Result[] | undefined;
  readonly problem: unknown;
  readonly made: Made;
  /** What could not be removed, and why, in sentences. */
  readonly left: readonly string[];
}

/** Milliseconds. */
const TIMEOUT = 600_000;
const PATIENCE = 120_000;

/**
 * Deploys into a namespace that was not there before, tests what runs, and removes it again, whatever
 * happens in between.
 *
 * @param desired all of it in the namespace of its release, or named after it
 * @throws ProblemError where the namespace cannot be made: then nothing was
 */
export async function trial(
  { cluster, tell, signal, clock = systemClock }: TrialSetting,
  desired: Desired,
  options: TrialOptions,
): Promise<Tried> {
  const { namespace } = desired.release;
  signal.throwIfAborted();
  // Ended on its way, nobody would know whether it is there.
  const made = madeBy(await makeNamespace(cluster, namespace), desired.wanted);
  options.onMade?.(made);
  const ended = await tried({ cluster, tell, signal, clock }, desired, options).then(
    (results) => ({ results, problem: undefined }),
    (problem: unknown) => ({ results: undefined, problem }),
  );
  if (options.isKept) return { ...ended, made, left: [] };
  tell({ type: "remark", message: `removing ${namespace}` });
  const left = await remove(made, { cluster, clock });
  if (left.length === 0) tell({ type: "remark", message: `${namespace} is gone` });
  return { ...ended, made, left };
}

async function tried(
  { cluster, tell, signal, clock }: Required<TrialSetting>,
  desired: Desired,
  options: TrialOptions,
): Promise<Result[]> {
  const { origin, skipPreflight, timeout = TIMEOUT } = options;
  const { patience = Math.min(PATIENCE, timeout) } = options;
  const { wanted, release } = desired;
  const { name, namespace } = release;
  const progress = new Progress();
  const setting = { cluster, tell: progress.hearing(asTest(tell)), signal, clock };
  const ended = await deploy(setting, desired, { plan: {}, origin, skipPreflight, timeout });
  signal.throwIfAborted();
  const deployed = progress.results(wanted, ended, name);
  const well = new Set(
    deployed.flatMap(({ about, outcome }) => (outcome === "passed" ? about : [])),
  );
  const running = wanted.filter(({ part = name }) => well.has(part));
  const programs = programsIn(running);
  await letServerIn(cluster, namespace, programs, wanted, signal);
  const tests = [
    ...claimTests(running, name),
    ...serviceTests(running, name),
    ...programTests(programs, name),
    ...autoscalerTests(running, name),
    ...budgetTests(running, name),
  ];
  if (tests.length > 0) tell({ type: "remark", message: `${tests.length} tests of what runs` });
  const live = await watchTests(namespace, tests, { cluster, clock, signal, patience });
  const byPart = Map.groupBy(live, ({ about }) => about);
  return deployed.flatMap((result) => [result, ...(byPart.get(result.about) ?? [])]);
}

/**
 * What a deploy tells, as it is for a test: its namespace was made a moment ago and is nobody's else, and
 * nothing goes on from where it was interrupted.
 */
function asTest(tell: Tell): Tell {
  return (event) => {
    if (event.type === "end" && event.outcome === "interrupted")
      tell({ type: "remark", message: "interrupted" });
    else if (event.type === "plan") {
      const objects = event.plan.objects.filter(({ applied }) => applied.kind !== "Namespace");
      tell({ ...event, plan: { ...event.plan, objects } });
    } else tell(event);
  };
}
