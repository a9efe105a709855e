import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidService: Rule = {
  id: "invalid-service",
  layer: "api",
  severity: "error",
  title: "a Service, Endpoints or EndpointSlice that the server refuses",
  why: "without its Service nobody finds the pods",
  fix: "`kubectl explain service.spec` tells what each field takes",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }, { port: 9090 }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80 }, { name: metrics, port: 9090 }]
`,
  find: saidOf("invalid-service"),
};
