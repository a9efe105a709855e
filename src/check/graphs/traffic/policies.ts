import { evaluateNetworkPolicies } from "../../../kubernetes/network-policy.ts";
import type { NetworkPolicy } from "../../../kubernetes/network-policy-types.ts";
import { judgements } from "../../judgements.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";

/** A NetworkPolicy of the world, as the evaluator takes it. */
export interface Policy {
  readonly item: Item;
  readonly policy: NetworkPolicy;
}

/** The namespace of what does not say in which it lives: that in which it will be applied. */
export const HERE = "";

/** The policies that can be understood; the server refuses the others. */
export const policies = once((world): readonly Policy[] =>
  inventory(world)
    .all("NetworkPolicy")
    .flatMap((item): Policy[] => {
      const { name, namespace = HERE } = item;
      // Decoded: what is not there is left out, as the evaluator expects it.
      const { spec = {} } = item.object as { spec?: NonNullable<NetworkPolicy["spec"]> };
      const policy: NetworkPolicy = { metadata: { name, namespace }, spec };
      return isTaken(world, item) || isReadable(policy) ? [{ item, policy }] : [];
    }),
);

/** What the server takes is written as it has to be. */
function isTaken(world: World, { subject }: Item): boolean {
  const judgement = judgements(world).get(subject);
  return judgement !== undefined && "errors" in judgement && judgement.errors.length === 0;
}

/** Of what the server refuses, some is wrong in another place. */
function isReadable(policy: NetworkPolicy): boolean {
  try {
    evaluateNetworkPolicies([policy]);
    return true;
  } catch {
    return false;
  }
}

/** The object of a policy. */
export const itemOfPolicy = once(
  (world): ReadonlyMap<NetworkPolicy, Item> =>
    new Map(policies(world).map(({ item, policy }) => [policy, item])),
);

/** Policies of networks that let through more, or less, than what NetworkPolicies say. */
const FOREIGN = [
  ["cilium.io", "CiliumNetworkPolicy"],
  ["cilium.io", "CiliumClusterwideNetworkPolicy"],
  ["crd.projectcalico.org", "NetworkPolicy"],
  ["crd.projectcalico.org", "GlobalNetworkPolicy"],
  ["projectcalico.org", "NetworkPolicy"],
  ["projectcalico.org", "GlobalNetworkPolicy"],
  ["crd.antrea.io", "NetworkPolicy"],
  ["crd.antrea.io", "ClusterNetworkPolicy"],
  ["policy.networking.k8s.io", "AdminNetworkPolicy"],
  ["policy.networking.k8s.io", "ClusterNetworkPolicy"],
] as const;

interface Known {
  readonly namespaces: ReadonlySet<string>;
  /** Where policies of other kinds have a say; undefined where they have it everywhere. */
  readonly foreign: ReadonlySet<string> | undefined;
}

const known = once((world): Known => {
  const foreign = FOREIGN.flatMap(([group, kind]) => inventory(world).of(group, kind));
  return {
    namespaces: new Set(policies(world).map(({ item }) => item.namespace ?? HERE)),
    foreign: foreign.some(({ namespace }) => !namespace)
      ? undefined
      : new Set(foreign.map(({ namespace = HERE }) => namespace)),
  };
});

/**
 * Whether NetworkPolicies of the world alone decide about the pods of a namespace: there are some,
 * and none that may be for it without saying so.
 */
export function isDecided(world: World, namespace: string): boolean {
  const { namespaces, foreign } = known(world);
  if (!namespaces.has(namespace) || foreign === undefined || foreign.has(namespace)) return false;
  return namespace === HERE ? namespaces.size === 1 : !namespaces.has(HERE);
}

/** Policies, by their names: `NetworkPolicies default-deny and db`. */
export function namesOf(isolating: readonly NetworkPolicy[]): string {
  const names = [...new Set(isolating.map(({ metadata }) => metadata?.name ?? ""))].sort();
  const first = names.slice(0, MOST);
  const last = names.length > MOST ? `${names.length - MOST} more` : first.pop();
  const kind = names.length === 1 ? "NetworkPolicy" : "NetworkPolicies";
  return first.length === 0 ? `${kind} ${last}` : `${kind} ${first.join(", ")} and ${last}`;
}

const MOST = 3;
