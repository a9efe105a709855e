import type { KubeObject } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { podSpecOf } from "../../kubernetes/pod-reads.ts";
import { fenceposts } from "../../kubernetes/pod-share.ts";
import type { PodSpec } from "../../kubernetes/types/core.ts";
import type { Plan, PlannedObject } from "../plan/plan.ts";
import { changing, isMade } from "./changing.ts";

/** Pods that a plan brings beside those that are there. */
export interface Demand {
  readonly planned: PlannedObject;
  readonly namespace: string;
  readonly spec: PodSpec;
  /** That must run beside all that runs now, at the end. */
  readonly more: number;
  /** That must run at some moment, or it does not go on: those of a run, the first of a rollout that lets none be missing. */
  readonly passing: number;
  /** At the most, while everything is replaced at once. */
  readonly peak: number;
}

/** The pods that a plan brings. Of a DaemonSet nobody knows how many. */
export function demandsOf(plan: Plan): Demand[] {
  const minima = autoscaled(plan);
  return changing(plan).flatMap((planned) => {
    const spec = podSpecOf(planned.applied);
    const { namespace } = planned.applied.metadata;
    if (spec === undefined || namespace === undefined) return [];
    const counts = countsOf(planned, minima);
    if (counts.more + counts.passing + counts.peak === 0) return [];
    return [{ planned, namespace, spec: spec as unknown as PodSpec, ...counts }];
  });
}

type Counts = Pick<Demand, "more" | "passing" | "peak">;

const none: Counts = { more: 0, passing: 0, peak: 0 };

function countsOf(planned: PlannedObject, minima: ReadonlyMap<string, number>): Counts {
  const { applied, live, restarts } = planned;
  const { kind } = applied;
  if (kind === "Pod") return isMade(planned) ? { more: 1, passing: 0, peak: 1 } : none;
  if (kind === "Job") {
    if (!isMade(planned) || valueAt(applied, ["spec", "suspend"]) === true) return none;
    const parallelism = numberAt(applied, ["spec", "parallelism"]) ?? 1;
    const most = Math.min(parallelism, numberAt(applied, ["spec", "completions"]) ?? parallelism);
    return { more: 0, passing: Math.min(1, most), peak: most };
  }
  if (kind !== "Deployment" && kind !== "StatefulSet") return none;
  const had = live === undefined ? 0 : (numberAt(live, ["spec", "replicas"]) ?? 1);
  const minimum = minima.get(`${kind}/${applied.metadata.namespace}/${applied.metadata.name}`);
  const declared = numberAt(applied, ["spec", "replicas"]);
  const wanted = declared ?? (live === undefined ? (minimum ?? 1) : Math.max(had, minimum ?? 0));
  const more = live === undefined ? wanted : Math.max(0, wanted - had);
  if (kind === "StatefulSet" || !restarts || had === 0) return { more, passing: 0, peak: more };
  const rolling = valueAt(applied, ["spec", "strategy", "rollingUpdate"]);
  if (valueAt(applied, ["spec", "strategy", "type"]) === "Recreate")
    return { more, passing: 0, peak: more };
  const { surge, unavailable } = fenceposts(isFields(rolling) ? rolling : {}, wanted);
  const passing = unavailable === 0 ? Math.min(1, surge) : 0;
  return { more, passing, peak: more + Math.min(surge, wanted) };
}

/** How many pods autoscalers start with. */
function autoscaled({ objects }: Plan): ReadonlyMap<string, number> {
  const all = objects.flatMap(({ applied }) => {
    if (applied.kind !== "HorizontalPodAutoscaler") return [];
    const { kind, name } = (valueAt(applied, ["spec", "scaleTargetRef"]) ?? {}) as {
      kind?: string;
      name?: string;
    };
    const minimum = numberAt(applied, ["spec", "minReplicas"]) ?? 1;
    return [[`${kind}/${applied.metadata.namespace}/${name}`, minimum] as const];
  });
  return new Map(all);
}

function numberAt(object: KubeObject, path: readonly string[]): number | undefined {
  const value = valueAt(object, path);
  return typeof value === "number" ? value : undefined;
}
