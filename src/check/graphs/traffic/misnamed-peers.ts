import { isFields } from "../../../kubernetes/fields.ts";
import type { NetworkPolicyPeer } from "../../../kubernetes/network-policy-types.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
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

const SPEC = FieldPath.root.field("spec");

export const misnamedPeers = once((world): readonly Misnamed[] =>
  policies(world).flatMap((policy) => {
    const { ingress = [], egress = [] } = policy.policy.spec ?? {};
    const peers = [
      ...ingress.map(({ from = [] }, at) => [from, SPEC.field("ingress").index(at).field("from")]),
      ...egress.map(({ to = [] }, at) => [to, SPEC.field("egress").index(at).field("to")]),
    ] as [readonly NetworkPolicyPeer[], FieldPath][];
    return peers.flatMap(([list, path]) =>
      list.flatMap((peer, index) =>
        Object.entries(peer.namespaceSelector?.matchLabels ?? {}).flatMap(([key, value]) =>
          isMisnamed(world, key, value)
            ? [{ policy, peer, path: path.index(index), key, value }]
            : [],
        ),
      ),
    );
  }),
);

/** Labels that people take for the name. */
const MEANS_NAME = /^(name|namespace|ns)$|\/(name|namespace)$/;

function isMisnamed(world: World, key: string, value: string): boolean {
  if (!MEANS_NAME.test(key) || key === NAMESPACE_NAME) return false;
  const namespace = inventory(world).get("Namespace", "", value);
  return Boolean(namespace?.object.metadata) && !isLabelled(world, key, value);
}

function isLabelled(world: World, key: string, value: string): boolean {
  return inventory(world)
    .all("Namespace")
    .some(
      ({ object: { metadata } }) => isFields(metadata?.labels) && metadata.labels[key] === value,
    );
}
