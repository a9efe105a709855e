import type { Rule } from "../rule.ts";
import { egressBlocked as find } from "./traffic/egress.ts";

export const egressBlocked: Rule = {
  id: "egress-blocked",
  layer: "graphs",
  severity: "warning",
  title: "a host outside the cluster that policies keep a workload from",
  why: "where a network enforces policies, the connection is dropped without an answer: mails are not sent, payments not made, and the program waits until its time is up",
  fix: "let the pods out on the port: a NetworkPolicy knows no names, so the peer is a block of addresses, or everything",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: mailer, namespace: shop, labels: { app: mailer } }
spec:
  containers:
    - name: mailer
      image: example.com/mailer:v1
      env: [{ name: SMTP_URL, value: "smtps://smtp.mailgun.org:465" }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: mailer, namespace: shop }
spec:
  podSelector: { matchLabels: { app: mailer } }
  policyTypes: [Egress, Ingress]
  egress:
    - to: [{ namespaceSelector: {} }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
      ports: [{ port: 443 }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: mailer, namespace: shop, labels: { app: mailer } }
spec:
  containers:
    - name: mailer
      image: example.com/mailer:v1
      env: [{ name: SMTP_URL, value: "smtps://smtp.mailgun.org:465" }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: mailer, namespace: shop }
spec:
  podSelector: { matchLabels: { app: mailer } }
  policyTypes: [Egress, Ingress]
  egress:
    - to: [{ namespaceSelector: {} }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
      ports: [{ port: 465 }]
`,
  find,
};
