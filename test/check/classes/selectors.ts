import { group } from "./class.ts";
import { all, autoscaler, budget, deployment, files, KUSTOMIZATION, service } from "./texts.ts";

const overlap = group("unseen", "selectors");
const REQUESTS = "resources: { requests: { cpu: 100m } }";

const shop = (pairs: string) =>
  files({
    "kustomization.yaml": `${KUSTOMIZATION}resources: [shop.yaml]
labels:
  - pairs: { ${pairs} } # here
    includeSelectors: true
`,
    "shop.yaml": all(
      service("{ port: 80 }"),
      service("{ port: 5432 }", { name: "db" }),
      deployment("ports: [{ containerPort: 80 }]"),
      deployment("ports: [{ containerPort: 5432 }]", { name: "db", image: "postgres:17" }),
    ),
  });

const PROGRAMS = all(
  deployment("ports: [{ containerPort: 8080 }]", { labels: "part-of: shop" }),
  deployment("ports: [{ containerPort: 5432 }]", {
    name: "db",
    image: "postgres:17",
    labels: "part-of: shop",
  }),
);

const front = (selector: string) =>
  service("{ port: 80, targetPort: 8080 }").replace("selector: { app: web }", selector);

/** Selectors that meet what belongs to others, after rendering. */
export const selectors = [
  overlap("a common label that overwrites what selectors ask for", "overwritten-selector", {
    bad: shop("app: shop"),
    near: shop("team: blue"),
    like: "a common label beside the one that tells the programs apart",
  }),
  overlap("two Services over the pods of both", "overlapping-services", {
    bad: undefined,
    near: all(
      service("{ port: 80, targetPort: 8080 }"),
      service("{ port: 80, targetPort: 8080 }", { name: "internal" }).replace(
        "selector: { app: internal }",
        "selector: { app: web }",
      ),
      deployment("ports: [{ containerPort: 8080 }]"),
    ),
    like: "two Services before one program",
  }),
  overlap("a Service that sends to the database too", "overlapping-services", {
    bad: all(front("selector: { part-of: shop } # here"), PROGRAMS),
    near: all(front("selector: { app: web, part-of: shop }"), PROGRAMS),
    like: "the shared label, beside one of its own",
  }),
  overlap("a Service that sends to the pods of a Job", "job-behind-service", {
    bad: undefined,
    near: undefined,
    like: "a Job whose pods have a label of their own",
  }),
  overlap("two autoscalers over one workload", "overlapping-autoscalers", {
    bad: all(autoscaler(2, 6), autoscaler(2, 4, "web-memory", "web"), deployment(REQUESTS)),
    near: all(
      autoscaler(2, 6),
      autoscaler(2, 4, "worker"),
      deployment(REQUESTS),
      deployment(REQUESTS, { name: "worker" }),
    ),
    like: "an autoscaler for each of two",
  }),
  overlap("two budgets over one pod", "overlapping-budgets", {
    bad: all(
      budget("maxUnavailable: 1"),
      budget("maxUnavailable: 1", "all", "matchLabels: { part-of: shop }"),
      deployment("", { spec: "replicas: 2", labels: "part-of: shop" }),
    ),
    near: all(
      budget("maxUnavailable: 1"),
      budget("maxUnavailable: 1", "db"),
      deployment("", { spec: "replicas: 2", labels: "part-of: shop" }),
      deployment("", { name: "db", spec: "replicas: 2", labels: "part-of: shop" }),
    ),
    like: "a budget for each of two programs that share a label",
  }),
  overlap("two workloads that take each other's pods", "fighting-workloads", {
    bad: undefined,
    near: all(
      deployment(),
      deployment("", { name: "web2" }).replaceAll("app: web2", "app: web, track: canary"),
    ).replaceAll("app: web }", "app: web, track: stable }"),
    like: "two tracks of one program",
  }),
];
