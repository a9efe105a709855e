import { isFields } from "../../../kubernetes/fields.ts";
import type { Item } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import { type Autoscaler, autoscalersOf } from "../selectors/autoscalers.ts";

/** How many pods a workload has. */
export interface Scale {
  readonly minimum: number;
  readonly maximum: number;
  /** What decides between them. */
  readonly autoscaler: Autoscaler | undefined;
}

/** Kinds whose replicas the disruption controller can ask for, and an autoscaler can set. */
const SCALED: ReadonlySet<string> = new Set([
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "/ReplicationController",
]);

/** How many pods a workload has; undefined for those that are not made by number. */
export function scaleOf(world: World, item: Item): Scale | undefined {
  const { group, kind, object } = item;
  if (!SCALED.has(`${group}/${kind}`) || !isFields(object.spec)) return undefined;
  const { replicas } = object.spec;
  const own = typeof replicas === "number" ? replicas : 1;
  const [autoscaler] = autoscalersOf(world).get(item) ?? [];
  // An autoscaler leaves alone what has been set to none.
  if (!autoscaler || own === 0) return { minimum: own, maximum: own, autoscaler: undefined };
  const { minimum, maximum } = autoscaler;
  return { minimum, maximum, autoscaler };
}

/** The replicas that somebody wrote; undefined where they are left to the default. */
export function writtenReplicas({ subject }: Item): number | undefined {
  const { spec } = subject.object;
  const replicas = isFields(spec) ? spec.replicas : undefined;
  return typeof replicas === "number" ? replicas : undefined;
}
