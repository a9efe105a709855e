import { closest } from "../../../closest.ts";
import { isFields } from "../../../kubernetes/fields.ts";
import type { Item } from "../../objects/inventory.ts";
import { rolledOut } from "../../objects/rollouts.ts";
import { once, type World } from "../../world.ts";
import { type Autoscaler, autoscalers, autoscalersOf } from "../selectors/autoscalers.ts";

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
  "argoproj.io/Rollout",
  "/ReplicationController",
]);

/** How many pods a workload has; undefined for those that are not made by number. */
export function scaleOf(world: World, item: Item): Scale | undefined {
  const maker = rolledOut(world).get(item) ?? item;
  const { group, kind, object } = maker;
  if (!SCALED.has(`${group}/${kind}`) || !isFields(object.spec)) return undefined;
  const { replicas } = object.spec;
  const own = typeof replicas === "number" ? replicas : 1;
  const [autoscaler] = autoscalersOf(world).get(maker) ?? [];
  // One that looks for what is not there may well mean this: how many there are is not known.
  if (!autoscaler && writtenReplicas(maker) === undefined && isMeant(world, maker))
    return undefined;
  // An autoscaler leaves alone what has been set to none.
  if (!autoscaler || own === 0) return { minimum: own, maximum: own, autoscaler: undefined };
  const { minimum, maximum } = autoscaler;
  return { minimum, maximum, autoscaler };
}

/** Autoscalers whose target is not there. */
const lost = once((world) =>
  Map.groupBy(
    autoscalers(world).filter(({ scaled }) => scaled === undefined),
    ({ target: { kind, namespace } }) => `${kind} of ${namespace}`,
  ),
);

/** Whether an autoscaler names something that is almost this. */
function isMeant(world: World, { kind, namespace, name }: Item): boolean {
  const beside = lost(world).get(`${kind} of ${namespace}`) ?? [];
  return beside.some(({ target }) => closest(target.name, [name]) !== undefined);
}

/** The replicas that somebody wrote; undefined where they are left to the default. */
export function writtenReplicas({ subject }: Item): number | undefined {
  const { spec } = subject.object;
  const replicas = isFields(spec) ? spec.replicas : undefined;
  return typeof replicas === "number" ? replicas : undefined;
}
