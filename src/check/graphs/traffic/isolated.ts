import type { NetworkPolicy } from "../../../kubernetes/network-policy-types.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { type Pods, podsOfWorld } from "../selectors/pods.ts";
import { itemOfPolicy, policies } from "./policies.ts";
import { type Blockade, blockades, type Party } from "./reach.ts";
import type { Stranger } from "./strangers.ts";

/** Pods that cannot reach somebody on any of several ports, with who stops the first of them. */
export function cutOff(
  world: World,
  pods: Pods,
  to: Stranger,
  protocol: string,
  ports: readonly number[],
): Blockade | undefined {
  let first: Blockade | undefined;
  for (const port of ports) {
    const [blockade] = blockades(world, { from: pods as Party, to, port, protocol });
    if (!blockade) return undefined;
    first ??= blockade;
  }
  return first;
}

/** The pods of the world, where there are policies at all. */
export const podsUnderPolicies = once((world): readonly Pods[] =>
  policies(world).length === 0 ? [] : podsOfWorld(world),
);

/** Pods that are stopped for one reason, and where that reason stands. */
export interface Cause {
  readonly policy: NetworkPolicy;
  readonly item: Item;
  readonly path: FieldPath;
  readonly blockades: readonly Blockade[];
}

/**
 * Sums up who is stopped by the policies that stop most of them: of a namespace without DNS this is
 * told once, and not for every workload.
 */
export function causes(world: World, all: readonly Blockade[]): Cause[] {
  const byNamespace = Map.groupBy(all, ({ pods }) => pods.item.namespace);
  return [...byNamespace.values()].flatMap((within) => {
    const found: Cause[] = [];
    let left = within;
    while (left.length > 0) {
      const policy = mostCommon(left);
      if (!policy) break;
      const stopped = left.filter(({ isolatedBy }) => isolatedBy.includes(policy));
      left = left.filter((each) => !stopped.includes(each));
      const spec = FieldPath.root.field("spec");
      const { egress } = policy.spec ?? {};
      const path = egress ? spec.field("egress") : spec.field("policyTypes");
      const item = itemOfPolicy(world).get(policy) as Item;
      found.push({ policy, item, path, blockades: stopped });
    }
    return found;
  });
}

function mostCommon(blockades: readonly Blockade[]): NetworkPolicy | undefined {
  const counts = new Map<NetworkPolicy, number>();
  for (const { isolatedBy } of blockades)
    for (const policy of isolatedBy) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  const weight = (policy: NetworkPolicy) => (counts.get(policy) ?? 0) * 8 + fitness(policy);
  const [first] = [...counts.keys()].sort((a, b) => weight(b) - weight(a));
  return first;
}

/** Of policies that stop equally many: one that says nothing, one about few, one with rules. */
function fitness({ spec = {} }: NetworkPolicy): number {
  const { podSelector = {}, egress } = spec;
  const { matchLabels = {}, matchExpressions = [] } = podSelector;
  const isAboutSome = Object.keys(matchLabels).length + matchExpressions.length > 0;
  return (egress?.length === 0 ? 4 : 0) + (isAboutSome ? 2 : 0) + (egress ? 1 : 0);
}
