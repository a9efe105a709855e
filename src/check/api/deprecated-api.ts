import type { Rule } from "../rule.ts";
import { kindFacts } from "./kinds.ts";

export const deprecatedApi: Rule = {
  id: "deprecated-api",
  layer: "api",
  severity: "warning",
  title: "an API version that is deprecated",
  why: "the server still takes it and warns; after an upgrade of the cluster it may be gone, and everything that writes it fails",
  fix: "write the API version that takes its place",
  bad: `apiVersion: v1
kind: Endpoints
metadata: { name: db }
subsets: [{ addresses: [{ ip: 10.1.2.3 }], ports: [{ port: 5432 }] }]
`,
  good: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
endpoints: [{ addresses: [10.1.2.3] }]
ports: [{ port: 5432 }]
`,
  find: (world) => kindFacts(world).deprecated,
};
