import { isFields } from "../../../kubernetes/fields.ts";
import { type Fenceposts, fenceposts } from "../../../kubernetes/pod-share.ts";
import type { Deployment } from "../../../kubernetes/types/apps.ts";
import type { CronJob, Job } from "../../../kubernetes/types/batch.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { Item } from "../../objects/inventory.ts";
import { isRollout, strategyOf } from "../../objects/rollouts.ts";
import type { Workload } from "../../objects/workloads.ts";
import type { World } from "../../world.ts";
import { scaleOf } from "../rollout/scale.ts";

/** How many pods of a workload there are at once. */
export interface Count {
  /** That are there as long as nobody changes anything; 0 for what runs and ends. */
  readonly least: number;
  /** That an autoscaler, or a run, may make of it; without those of a rollout. */
  readonly most: number;
  /** An autoscaler decides about the number. */
  readonly isScaled: boolean;
  /** It runs and ends: a Job, a CronJob, a pod that is not started again. */
  readonly ends: boolean;
}

/** Undefined for what another object makes: a ReplicaSet of a Deployment, a pod of a Job. */
export function countOf(world: World, { item, spec }: Workload): Count | undefined {
  if (isOwned(item)) return undefined;
  switch (item.kind) {
    case "DaemonSet":
      // As many as there are nodes that it may be on: perhaps none.
      return { least: 0, most: 1, isScaled: false, ends: false };
    case "Pod": {
      const ends = spec.restartPolicy !== "Always" && spec.restartPolicy !== undefined;
      return { least: ends ? 0 : 1, most: 1, isScaled: false, ends };
    }
    case "Job":
      return runOf((item.object as Decoded<Job>).spec);
    case "CronJob": {
      const { suspend, jobTemplate } = (item.object as Decoded<CronJob>).spec ?? {};
      return runOf({ ...jobTemplate?.spec, suspend: suspend ?? jobTemplate?.spec?.suspend });
    }
    default:
      return replicasOf(world, item);
  }
}

function isOwned({ object }: Item): boolean {
  const { ownerReferences } = isFields(object.metadata) ? object.metadata : {};
  return (
    Array.isArray(ownerReferences) &&
    ownerReferences.some((owner) => isFields(owner) && owner.controller === true)
  );
}

function replicasOf(world: World, item: Item): Count | undefined {
  const scale = scaleOf(world, item);
  if (!scale) return undefined;
  const { minimum, maximum, autoscaler } = scale;
  // An autoscaler may leave its maximum open.
  const most = Number.isFinite(maximum) ? maximum : minimum;
  const least = Math.min(minimum, most);
  return { least, most, isScaled: autoscaler !== undefined, ends: false };
}

function runOf(spec: Decoded<Job>["spec"]): Count {
  const { parallelism = 1, completions, suspend } = spec ?? {};
  const most = Math.min(parallelism, completions ?? parallelism);
  return { least: 0, most: suspend ? 0 : most, isScaled: false, ends: true };
}

/**
 * What an update of Argo's Rollout does that has two colours: all new pods run beside the old ones
 * before it sends them any client, however few it makes for a look at them.
 *
 * @see https://argoproj.github.io/argo-rollouts/features/bluegreen/#sequence-of-events
 */
export function otherColourOf(
  { item, rollout = item }: Workload,
  replicas: number,
): Fenceposts | undefined {
  const isOne = isRollout(rollout) && strategyOf(rollout, "blueGreen") !== undefined;
  return isOne ? { surge: replicas, unavailable: 0 } : undefined;
}

/** What an update of a Deployment does; undefined for what is not replaced with one pod too many. */
export function rolloutOf({ item, rollout }: Workload, replicas: number): Fenceposts | undefined {
  if (item.kind !== "Deployment" || item.group !== "apps" || rollout) return undefined;
  const { strategy = {}, paused } = (item.object as Decoded<Deployment>).spec ?? {};
  if (strategy.type === "Recreate" || paused) return undefined;
  return fenceposts(strategy.rollingUpdate ?? {}, replicas);
}
