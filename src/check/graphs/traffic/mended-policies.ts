import type { NetworkPolicyPeer } from "../../../kubernetes/network-policy-types.ts";
import { once } from "../../world.ts";
import { idlePolicies } from "../selectors/idle-policies.ts";
import { misnamedPeers } from "./misnamed-peers.ts";
import { HERE, policies } from "./policies.ts";
import { NAMESPACE_NAME } from "./strangers.ts";

/**
 * Policies as they were meant, by their namespaces: those that select no pod, for all pods; and those
 * whose peers know a namespace by a wrong label.
 */
export const mendedPolicies = once((world) => {
  const idle = policies(world)
    .filter(({ item }) => idlePolicies(world).has(item))
    .map(({ policy }) => ({ ...policy, spec: { ...policy.spec, podSelector: {} } }));
  const misnamed = Map.groupBy(misnamedPeers(world), ({ policy: { policy } }) => policy);
  const named = [...misnamed].map(([policy, all]) => {
    const peers = new Map(
      all.map(({ peer, key, value }) => [
        peer,
        { ...peer, namespaceSelector: byName(peer, key, value) },
      ]),
    );
    const right = (list: readonly NetworkPolicyPeer[] | undefined) =>
      list?.map((peer) => peers.get(peer) ?? peer);
    const { ingress, egress } = policy.spec ?? {};
    const spec = {
      ...policy.spec,
      ...(ingress && {
        ingress: ingress.map((rule) => ({
          ...rule,
          ...(rule.from && { from: right(rule.from) ?? [] }),
        })),
      }),
      ...(egress && {
        egress: egress.map((rule) => ({ ...rule, ...(rule.to && { to: right(rule.to) ?? [] }) })),
      }),
    };
    return { ...policy, spec };
  });
  return Map.groupBy([...idle, ...named], ({ metadata }) => metadata?.namespace ?? HERE);
});

/** The namespace by its name, which every namespace has as a label. */
function byName(peer: NetworkPolicyPeer, key: string, value: string) {
  const { [key]: _, ...others } = peer.namespaceSelector?.matchLabels ?? {};
  return { ...peer.namespaceSelector, matchLabels: { ...others, [NAMESPACE_NAME]: value } };
}
