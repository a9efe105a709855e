import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { misnamedPeers } from "./traffic/misnamed-peers.ts";

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
  find: (world) =>
    misnamedPeers(world).map(({ policy: { item }, path, key, value }) => ({
      ...foundAt(
        item,
        path.field("namespaceSelector", "matchLabels").key(key),
        `the Namespace ${value} has no label ${key}=${value}`,
      ),
      fix: `write kubernetes.io/metadata.name: ${value}, which it has always, or give it the label`,
    })),
};
