import type { Rule } from "../rule.ts";
import { webhookCalls } from "./traffic/from-webhooks.ts";
import { stopped } from "./traffic/stopped.ts";

export const webhookBlocked: Rule = {
  id: "webhook-blocked",
  layer: "graphs",
  severity: "info",
  title: "a webhook whose pods let in no one but pods",
  why: "the API server calls a webhook from its own node, which no selector means; on networks that let nodes through it works, on others every request that the webhook is asked about fails or waits",
  fix: "let everybody in on that port, or the addresses of the control plane",
  bad: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: prices }
webhooks:
  - name: prices.shop.example
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: prices, namespace: shop } }
---
apiVersion: v1
kind: Service
metadata: { name: prices, namespace: shop }
spec: { selector: { app: prices }, ports: [{ port: 443, targetPort: 8443 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: prices, namespace: shop, labels: { app: prices } }
spec: { containers: [{ name: prices, image: "example.com/prices:v1" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
`,
  good: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: prices }
webhooks:
  - name: prices.shop.example
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: prices, namespace: shop } }
---
apiVersion: v1
kind: Service
metadata: { name: prices, namespace: shop }
spec: { selector: { app: prices }, ports: [{ port: 443, targetPort: 8443 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: prices, namespace: shop, labels: { app: prices } }
spec: { containers: [{ name: prices, image: "example.com/prices:v1" }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ ports: [{ port: 8443 }] }] }
`,
  find: (world) => stopped(world, webhookCalls(world)),
};
