import type { NetworkPolicyPeer } from "../../../kubernetes/network-policy-types.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { peersOf } from "./peers.ts";
import { type Policy, policies } from "./policies.ts";
import { NAMESPACE_NAME } from "./strangers.ts";

/** A peer that knows a namespace by a label which that does not have. */
export interface Misnamed {
  readonly policy: Policy;
  readonly peer: NetworkPolicyPeer;
  readonly path: FieldPath;
  readonly key: string;
  /** The name of the namespace, as the label was to say. */
  readonly value: string;
}

export const misnamedPeers = once((world): readonly Misnamed[] =>
  policies(world).flatMap((policy) =>
    peersOf(policy.policy.spec ?? {}).flatMap(({ peer, path }) =>
      Object.entries(peer.namespaceSelector?.matchLabels ?? {}).flatMap(([key, value]) =>
        isMisnamed(world, key, value) ? [{ policy, peer, path: path(), key, value }] : [],
      ),
    ),
  ),
);

/** Labels that people take for the name. */
const MEANS_NAME = /^(name|namespace|ns)$|\/(name|namespace)$/;

function isMisnamed(world: World, key: string, value: string): boolean {
  if (!MEANS_NAME.test(key) || key === NAMESPACE_NAME) return false;
  const namespace = inventory(world).get("Namespace", "", value);
  return Boolean(namespace?.object.metadata) && !labelsOfNamespaces(world).has(`${key}=${value}`);
}

const labelsOfNamespaces = once((world): ReadonlySet<string> => {
  const all = inventory(world).all("Namespace");
  return new Set(
    all.flatMap(({ object }) =>
      Object.entries(object.metadata?.labels ?? {}).map(([key, value]) => `${key}=${value}`),
    ),
  );
});
