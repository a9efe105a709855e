import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidIngress: Rule = {
  id: "invalid-ingress",
  layer: "api",
  severity: "error",
  title: "an Ingress or IngressClass that the server refuses",
  why: "the hosts of the Ingress answer nothing",
  fix: "`kubectl explain ingress.spec` tells what each field takes",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: app.example.com
      http: { paths: [{ path: app, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: app.example.com
      http: { paths: [{ path: /app, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`,
  find: saidOf("invalid-ingress"),
};
