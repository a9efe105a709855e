import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidCustomResource: Rule = {
  id: "invalid-custom-resource",
  layer: "api",
  severity: "error",
  title: "a custom resource that its definition refuses",
  why: "the server checks it against its CustomResourceDefinition and refuses it: its operator never sees it and makes nothing of it",
  fix: "correct the field that is named; the documentation of its operator, or `kubectl explain` where the definition is installed, tells what it takes",
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
