import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const filledInLater: Rule = {
  id: "filled-in-later",
  layer: "api",
  severity: "info",
  title: "values for which something else is put in before the server sees them",
  why: "a script, Flux, Argo CD or a template engine puts other values there, which are not known here: what they will be was not checked",
  fix: "check what comes of it, as in: envsubst < FILE | slipway check -",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: "\${NAMESPACE}" }
spec:
  selector: { app: web }
  ports: [{ port: replace_web_port }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 8080 }]
`,
  find: saidOf("filled-in-later"),
};
