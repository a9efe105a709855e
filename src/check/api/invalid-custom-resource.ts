import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidCustomResource: Rule = {
  id: "invalid-custom-resource",
  layer: "api",
  severity: "error",
  title: "a custom resource that its definition refuses",
  why: "its operator never sees it",
  fix: "the documentation of its operator tells what each field takes",
  bad: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec: { secretName: web-tls, dnsNames: [app.example.com] }
`,
  good: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec: { secretName: web-tls, dnsNames: [app.example.com], issuerRef: { name: letsencrypt } }
`,
  find: saidOf("invalid-custom-resource"),
};
