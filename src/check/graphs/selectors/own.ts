import { isFields } from "../../../kubernetes/fields.ts";
import { type Selector, selects } from "../../../kubernetes/selectors.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { areOfOneSource, areTogether } from "../../objects/together.ts";
import { once } from "../../world.ts";
import { areCollapsed } from "../kustomize/selectors.ts";
import { indexOfPods, readSelector, selectorOfMap } from "./index-of-pods.ts";
import { type Pods, podsOfWorld } from "./pods.ts";

/** Where a workload says which pods are its own. */
export const OWN_SELECTOR = FieldPath.root.field("spec", "selector");

/** Kinds with a selector that a person writes; a Job's is made. */
const SELECTING: ReadonlySet<string> = new Set([
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "argoproj.io/Rollout",
  "/ReplicationController",
]);

function selectorIn({ group, kind, object }: Item): Selector | undefined {
  if (!SELECTING.has(`${group}/${kind}`) || !isFields(object.spec)) return undefined;
  const { selector } = object.spec;
  if (!isFields(selector)) return undefined;
  if (kind !== "ReplicationController") return readSelector(selector);
  // Decoded as a plain map.
  return selectorOfMap(selector as Record<string, string>);
}

const selectors = once((world): ReadonlyMap<Item, Selector> => {
  const found = new Map<Item, Selector>();
  for (const item of inventory(world).items) {
    const selector = selectorIn(item);
    if (selector && selector.length > 0) found.set(item, selector);
  }
  return found;
});

/** By workload, the pods that its own selector matches: its own, and others. */
export const ownPods = once((world): ReadonlyMap<Item, readonly Pods[]> => {
  const index = indexOfPods(world);
  return new Map(
    [...selectors(world)].map(([item, selector]) => {
      const { pods } = index.select(selector, item.namespace);
      return [item, pods.filter((each) => areTogether(item, each.item))] as const;
    }),
  );
});

/** Of so many pods that one selector matches, only the first are looked at. */
const MOST = 100;

/** Workloads whose selectors match each other's pods, in groups. */
export const rivals = once((world): readonly (readonly Pods[])[] => {
  const groups = new Map<Pods, Set<Pods>>();
  for (const pods of podsOfWorld(world)) {
    if (!selectors(world).has(pods.item)) continue;
    for (const other of (ownPods(world).get(pods.item) ?? []).slice(0, MOST)) {
      const selector = selectors(world).get(other.item);
      if (other === pods || !selector || !selects(selector, pods.labels)) continue;
      if (!areOfOneSource(pods.item, other.item)) continue;
      const group = groups.get(other) ?? groups.get(pods) ?? new Set([pods]);
      groups.set(pods, group.add(other).add(pods));
      groups.set(other, group);
    }
  }
  const all = [...new Set(groups.values())].map((group) => [...group]);
  return all.filter(
    (group) =>
      !areCollapsed(
        world,
        group.map(({ item }) => item),
      ),
  );
});
