import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingIssuer: Rule = {
  id: "missing-issuer",
  layer: "references",
  severity: "warning",
  title: "an issuer that certificates ask, among others that are there",
  why: "the certificate is never issued, and its Secret never made: pods wait for it, an Ingress serves a certificate that no browser takes",
  fix: "name an issuer that is there (kind: ClusterIssuer for one of the cluster), or say that it is elsewhere: --assume ClusterIssuer/NAME",
  bad: `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: own }
spec: { selfSigned: {} }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec:
  secretName: web-tls
  dnsNames: [shop.example.com]
  issuerRef: { name: letsencrypt }
`,
  good: `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: own }
spec: { selfSigned: {} }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec:
  secretName: web-tls
  dnsNames: [shop.example.com]
  issuerRef: { name: own }
`,
  find: missingFound("missing-issuer", "warning"),
};
