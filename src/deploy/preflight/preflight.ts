import type { Cluster, ServerVersion } from "../../client/cluster.ts";
import type { Plan } from "../plan/plan.ts";
import type { Desired } from "../wanted.ts";
import { changing } from "./changing.ts";
import { demandsOf } from "./demand.ts";
import { withOperator } from "./kinds.ts";
import { Look } from "./look.ts";
import { metricsFor } from "./metrics.ts";
import { namedFor } from "./named.ts";
import { nodesFor } from "./nodes.ts";
import { quotasFor } from "./quota.ts";
import { rightsFor, writingsOf } from "./rights.ts";
import { contentsFor } from "./secrets.ts";
import { together } from "./verdict.ts";
import { versionFor } from "./version.ts";

/** A plan with all that would make it fail, and what may hurt. */
export interface Checked {
  readonly plan: Plan;
  /** In sentences. */
  readonly remarks: readonly string[];
}

/**
 * Looks at what a plan needs of the cluster around it, before anything is written: all that is wrong at
 * once. Only what the plan changes is asked for; a plan that changes nothing asks nothing.
 */
export async function preflight(
  cluster: Cluster,
  desired: Desired,
  plan: Plan,
  version: ServerVersion,
  signal?: AbortSignal,
): Promise<Checked> {
  const isIdle = changing(plan).length === 0 && plan.prunes.every(({ kept }) => kept !== undefined);
  if (isIdle) return { plan, remarks: [] };
  const look = new Look(cluster, signal);
  const demands = demandsOf(plan);
  const [rights, ...others] = await Promise.all([
    rightsFor(cluster, desired.release, writingsOf(plan), signal),
    contentsFor(look, plan, desired.required ?? []),
    namedFor(look, plan),
    metricsFor(look, plan),
    quotasFor(look, plan, demands),
    nodesFor(look, plan, demands),
  ]);
  const found = together([rights, versionFor(version, desired.kubernetes), ...others]);
  // The server refuses each object too, for the rights that are told once.
  const isTold = (message: string) =>
    rights.stops.length > 0 && / is forbidden: User /.test(message);
  const stops = plan.stops.filter(({ message }) => !isTold(message)).map(withOperator);
  const own = found.stops.map((stop) => ({ ...stop, option: "--skip-preflight" }));
  return { plan: { ...plan, stops: [...stops, ...own] }, remarks: found.remarks };
}
