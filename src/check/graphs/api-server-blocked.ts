import type { Rule } from "../rule.ts";
import { apiServerBlocked as find } from "./traffic/api-server.ts";

export const apiServerBlocked: Rule = {
  id: "api-server-blocked",
  layer: "graphs",
  severity: "warning",
  title: "pods with rights to the API that policies keep from the API server",
  why: "the pods have a token and rights, and every call of theirs ends in a time-out: operators do nothing, and leaders are not elected",
  fix: "let the pods out on the API server's port: { ports: [{ port: 443 }, { port: 6443 }] }; policies see the port of the server itself, mostly 6443, which is no pod that a selector could mean",
  bad: `apiVersion: v1
kind: ServiceAccount
metadata: { name: runner, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: runner, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: runner, namespace: shop }]
---
apiVersion: v1
kind: Pod
metadata: { name: runner, namespace: shop, labels: { app: runner } }
spec:
  serviceAccountName: runner
  containers: [{ name: runner, image: "example.com/runner:v1" }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: runner, namespace: shop }
spec:
  podSelector: { matchLabels: { app: runner } }
  policyTypes: [Egress, Ingress]
  egress:
    - to: [{ namespaceSelector: {} }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
  good: `apiVersion: v1
kind: ServiceAccount
metadata: { name: runner, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: runner, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: runner, namespace: shop }]
---
apiVersion: v1
kind: Pod
metadata: { name: runner, namespace: shop, labels: { app: runner } }
spec:
  serviceAccountName: runner
  containers: [{ name: runner, image: "example.com/runner:v1" }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: runner, namespace: shop }
spec:
  podSelector: { matchLabels: { app: runner } }
  policyTypes: [Egress, Ingress]
  egress:
    - to: [{ namespaceSelector: {} }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
    - ports: [{ port: 443 }, { port: 6443 }]
`,
  find,
};
