import { evaluateNetworkPolicies } from "../../../kubernetes/network-policy.ts";
import type { NetworkPolicy, NetworkPolicySpec } from "../../../kubernetes/network-policy-types.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import { lenient } from "./lenient.ts";
import { itemOfPolicy } from "./policies.ts";
import { type Blockade, isStranger, trafficOf } from "./reach.ts";

/** Where somebody has to write something to end a blockade. */
export interface Place {
  readonly item: Item;
  readonly path: FieldPath;
  /** The policy to change; undefined where a new one is wanted. */
  readonly policy: NetworkPolicy | undefined;
  /** The nearer to what is needed the lower. */
  readonly rank: number;
}

/**
 * The rule that comes next to what is needed: one that names the right end and other ports, or the
 * right port and another end; else the policy that says most about these pods; else the pods.
 */
export function placeOf(world: World, blockade: Blockade): Place {
  const { isolatedBy, direction, pods } = blockade;
  const side = direction === "Ingress" ? "ingress" : "egress";
  const peers = direction === "Ingress" ? "from" : "to";
  const at = (policy: NetworkPolicy, path: FieldPath, rank: number): Place => ({
    item: itemOfPolicy(world).get(policy) as Item,
    path,
    policy,
    // A policy about these pods alone comes before one about everybody's.
    rank: isAboutSome(policy) ? rank : rank + 1,
  });
  const spec = FieldPath.root.field("spec");
  const near = isolatedBy.flatMap((policy) =>
    (policy.spec?.[side] ?? []).flatMap((rule, index) => {
      const others = "from" in rule ? rule.from : "to" in rule ? rule.to : undefined;
      const path = spec.field(side).index(index);
      const { ports } = rule;
      if (ports?.length && others?.length && lets(world, blockade, policy, { [peers]: others }))
        return [at(policy, path.field("ports"), 0)];
      if (ports?.length && others?.length && lets(world, blockade, policy, { ports }))
        return [at(policy, path.field(peers), 2)];
      if (ports?.some(({ port }) => port !== 53) && !others?.length)
        return [at(policy, path.field("ports"), 4)];
      return [];
    }),
  );
  const emptied = isolatedBy.find(
    (policy) => isAboutSome(policy) && policy.spec?.[side]?.length === 0,
  );
  if (emptied) return at(emptied, spec.field(side), -1);
  const [best] = near.sort((a, b) => a.rank - b.rank);
  if (best) return best;
  const saying = isolatedBy.filter(({ spec: own }) => own?.[side] !== undefined);
  const [most] = saying.sort((a, b) => emptiness(a, side) - emptiness(b, side));
  if (most && (isAboutSome(most) || most.spec?.[side]?.length === 0))
    return at(most, spec.field(side), 6);
  const path = FieldPath.root.field("metadata", "name");
  return { item: pods.item, path, policy: undefined, rank: 8 };
}

function isAboutSome({ spec }: NetworkPolicy): boolean {
  const { matchLabels = {}, matchExpressions = [] } = spec?.podSelector ?? {};
  return Object.keys(matchLabels).length + matchExpressions.length > 0;
}

function emptiness(policy: NetworkPolicy, side: "ingress" | "egress"): number {
  return (policy.spec?.[side]?.length ?? 0) > 0 === isAboutSome(policy) ? 0 : 1;
}

/** Whether a policy with this one rule would let the connection through. */
export function lets(
  world: World,
  { direction, pods, other, port, protocol }: Blockade,
  policy: NetworkPolicy,
  rule: object,
): boolean {
  const side = direction === "Ingress" ? "ingress" : "egress";
  const { podSelector = {} } = policy.spec ?? {};
  const spec: NetworkPolicySpec = { podSelector, policyTypes: [direction], [side]: [rule] };
  const stranger = isStranger(other) ? other : undefined;
  const only = { ...policy, spec };
  const evaluator = evaluateNetworkPolicies([stranger ? lenient(world, only, stranger) : only]);
  const ends = direction === "Ingress" ? { from: other, to: pods } : { from: pods, to: other };
  const traffic = trafficOf(world, { ...ends, port, protocol });
  return traffic !== undefined && evaluator.allowed(traffic);
}
