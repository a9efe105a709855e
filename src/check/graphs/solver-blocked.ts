import type { Rule } from "../rule.ts";
import { solverBlocked as find } from "./traffic/solver.ts";

export const solverBlocked: Rule = {
  id: "solver-blocked",
  layer: "graphs",
  severity: "warning",
  title: "pods that prove a domain to the certificate authority, and that nobody reaches",
  why: "cert-manager answers HTTP-01 challenges with a pod of its own in the namespace of the certificate; where policies keep the ingress controller from it, no certificate is issued, and the one that is there runs out",
  fix: 'add a NetworkPolicy: { podSelector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } }, ingress: [{ ports: [{ port: 8089 }] }] }',
  bad: `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    privateKeySecretRef: { name: letsencrypt }
    solvers: [{ http01: { ingress: { ingressClassName: nginx } } }]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shop, namespace: shop }
spec:
  secretName: shop-tls
  dnsNames: [shop.example.com]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
`,
  good: `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    privateKeySecretRef: { name: letsencrypt }
    solvers: [{ http01: { ingress: { ingressClassName: nginx } } }]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shop, namespace: shop }
spec:
  secretName: shop-tls
  dnsNames: [shop.example.com]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: solvers, namespace: shop }
spec:
  podSelector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } }
  ingress: [{ ports: [{ port: 8089 }] }]
`,
  find,
};
