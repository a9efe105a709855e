import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidIngress: Rule = {
  id: "invalid-ingress",
  layer: "api",
  severity: "error",
  title: "an Ingress or IngressClass that the server refuses",
  why: "no controller sees the Ingress, so its hosts and paths are answered with 404, or not at all",
  fix: "correct the field that is named; paths begin with '/', each has a pathType and a backend with a service's name and port, and hosts are DNS names without scheme and port",
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
