import type { Rule } from "../rule.ts";
import { kindFacts } from "./kinds.ts";

export const unknownKind: Rule = {
  id: "unknown-kind",
  layer: "api",
  severity: "error",
  title: "a kind that Kubernetes does not have",
  why: "the server answers that it knows no such resource, and nothing of the object happens",
  fix: "write a kind of that group, or the group that has the kind",
  bad: `apiVersion: apps/v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
  find: (world) => kindFacts(world).unknown,
};
