import { type Scale, scaleOf } from "../../graphs/rollout/scale.ts";
import { budgets } from "../../graphs/selectors/budgets.ts";
import type { Workload } from "../../objects/workloads.ts";
import { once } from "../../world.ts";
import { electsLeader, isOfSystem, programs } from "./nature.ts";
import { uses } from "./services.ts";

/** A workload that answers others through a Service, and may have several pods. */
export interface Serving {
  readonly workload: Workload;
  readonly scale: Scale;
  /** The name of a Service before it. */
  readonly service: string;
}

const KINDS: ReadonlySet<string> = new Set(["Deployment", "StatefulSet"]);

/**
 * The Deployments and StatefulSets whose absence somebody notices: a Service leads to them, they are
 * not parts of the cluster that others watch over, and it is not one pod alone that works.
 */
export const serving = once((world): readonly Serving[] =>
  programs(world).flatMap((workload) => {
    if (!KINDS.has(workload.item.kind)) return [];
    const scale = scaleOf(world, workload.item);
    const [use] = uses(world).get(workload) ?? [];
    if (!scale || !use || isOfSystem(workload) || electsLeader(workload)) return [];
    return [{ workload, scale, service: use.service.name }];
  }),
);

/** The workloads whose pods a budget guards. */
export const guarded = once(
  (world): ReadonlySet<Workload | undefined> =>
    new Set(
      budgets(world).flatMap(({ selection }) => selection.pods.map(({ workload }) => workload)),
    ),
);
