import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidService: Rule = {
  id: "invalid-service",
  layer: "api",
  severity: "error",
  title: "a Service, Endpoints or EndpointSlice that the server refuses",
  why: "the Service does not exist: its name does not resolve, and clients of the pods find nobody",
  fix: "correct the field that is named; each of several ports has a name, numbers are 1 to 65535, and some fields belong to one type of Service only",
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
