import { isFields } from "../../kubernetes/fields.ts";
import type { NetworkPolicyPeer } from "../../kubernetes/network-policy-types.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Policy, policies } from "./traffic/policies.ts";
import { NAMESPACE_NAME } from "./traffic/strangers.ts";

export const policyNamespaceLabel: Rule = {
  id: "policy-namespace-label",
  layer: "graphs",
  severity: "warning",
  title: "a policy that knows a namespace by a label which that does not have",
  why: "a namespaceSelector looks at labels, not at names: without the label the peer means nobody, and what it was to let through is stopped",
  fix: "write kubernetes.io/metadata.name, a label that every namespace has, or give the namespace the label",
  bad: `apiVersion: v1
kind: Namespace
metadata: { name: monitoring }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metrics, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: monitoring } } }] }]
`,
  good: `apiVersion: v1
kind: Namespace
metadata: { name: monitoring }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metrics, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }] }]
`,
  find: (world) => policies(world).flatMap((policy) => foundIn(world, policy)),
};

function foundIn(world: World, { item, policy }: Policy): FoundInObject[] {
  const { ingress = [], egress = [] } = policy.spec ?? {};
  const spec = FieldPath.root.field("spec");
  const peers = [
    ...ingress.map(({ from = [] }, at) => [from, spec.field("ingress").index(at).field("from")]),
    ...egress.map(({ to = [] }, at) => [to, spec.field("egress").index(at).field("to")]),
  ] as [readonly NetworkPolicyPeer[], FieldPath][];
  return peers.flatMap(([list, path]) =>
    list.flatMap(({ namespaceSelector }, index) =>
      Object.entries(namespaceSelector?.matchLabels ?? {}).flatMap(([key, value]) => {
        if (!MEANS_NAME.test(key) || key === NAMESPACE_NAME) return [];
        const namespace = inventory(world).get("Namespace", "", value);
        const metadata = namespace?.object.metadata;
        if (!metadata || isLabelled(world, key, value)) return [];
        const at = path.index(index).field("namespaceSelector", "matchLabels").key(key);
        return [
          {
            subject: item.subject,
            steps: at.steps(),
            path: at.toString(),
            part: "value" as const,
            message: `the Namespace ${value} has no label ${key}=${value}`,
            fix: `write kubernetes.io/metadata.name: ${value}, which it has always, or give it the label`,
          },
        ];
      }),
    ),
  );
}

/** Labels that people take for the name. */
const MEANS_NAME = /^(name|namespace|ns)$|\/(name|namespace)$/;

function isLabelled(world: World, key: string, value: string): boolean {
  return inventory(world)
    .all("Namespace")
    .some(
      ({ object: { metadata } }) => isFields(metadata?.labels) && metadata.labels[key] === value,
    );
}
