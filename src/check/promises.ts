import type { Finding } from "./finding.ts";
import type { Rule } from "./rule.ts";

/** Something that a platform's team may rely on, told for each of its parts. */
export interface Promised {
  /** Completes "backend: …". */
  readonly title: string;
  /** Whether a finding of the rule breaks it. A finding counts against the first that it breaks. */
  readonly isBrokenBy: (rule: Rule) => boolean;
}

const of =
  (...ids: readonly string[]) =>
  ({ id }: Rule) =>
    ids.includes(id);

/** What a kustomization beside the platform makes otherwise than it is written. */
const isOfBuilds = of(
  "overwritten-selector",
  "moved-namespace",
  "idle-kustomize-entry",
  "unlisted-file",
);

const promises: readonly Promised[] = [
  {
    title: "every object stands once",
    isBrokenBy: (rule) => rule.layer === "documents" || isOfBuilds(rule),
  },
  {
    title: "the API versions are served, and will be",
    isBrokenBy: of("unserved-api", "unknown-kind", "deprecated-api"),
  },
  { title: "the namespace admits the pods", isBrokenBy: of("pod-security", "admission-policy") },
  {
    title: "the server warns of nothing",
    isBrokenBy: of("server-warning", "pod-security-warning", "admission-policy-warning"),
  },
  {
    title: "the server takes every object",
    isBrokenBy: ({ layer, severity }) => layer === "api" && severity === "error",
  },
  { title: "metrics are scraped", isBrokenBy: of("idle-monitor", "unpicked-monitor") },
  {
    title: "everything that is named is there",
    isBrokenBy: ({ layer }) => layer === "references",
  },
  {
    title: "Services and policies select the pods that they are for",
    isBrokenBy: of(
      "overlapping-services",
      "job-behind-service",
      "service-without-pods",
      "missing-target-port",
      "undeclared-target-port",
      "fighting-workloads",
      "policy-without-pods",
      "affinity-without-pods",
      "spread-of-others",
    ),
  },
  {
    title: "addresses in values lead to Services that answer",
    isBrokenBy: of(
      "unknown-host",
      "wrong-service-port",
      "unwritten-port",
      "undeclared-headless-port",
      "unknown-pod-host",
      "unresolved-host",
      "unresolvable-external-name",
      "localhost-address",
    ),
  },
  {
    title: "values are written, and of the own environment",
    isBrokenBy: of("other-environment", "same-in-environments", "placeholder"),
  },
  {
    title: "network policies let through what is needed",
    isBrokenBy: of(
      "traffic-blocked",
      "dns-blocked",
      "egress-blocked",
      "api-server-blocked",
      "scrape-blocked",
      "solver-blocked",
      "policy-unknown-port",
      "policy-service-port",
      "policy-namespace-label",
    ),
  },
  {
    title: "nodes can be drained",
    isBrokenBy: of(
      "overlapping-budgets",
      "budget-without-pods",
      "blocking-budget",
      "uncountable-budget",
    ),
  },
  {
    title: "autoscalers can decide",
    isBrokenBy: of(
      "overlapping-autoscalers",
      "autoscaler-without-requests",
      "replicas-beside-autoscaler",
      "vertical-beside-horizontal",
    ),
  },
  {
    title: "an update comes to its end without an outage",
    isBrokenBy: of(
      "too-few-nodes",
      "surge-needs-node",
      "outage-on-rollout",
      "startup-beyond-deadline",
      "unknown-probe-port",
      "liveness-before-startup",
      "grace-before-prestop",
    ),
  },
  {
    title: "quotas, limit ranges and nodes have room for the pods",
    isBrokenBy: of(
      "quota-exceeded",
      "quota-blocks-rollout",
      "quota-headroom",
      "quota-demands-resources",
      "limit-range-refuses",
      "pod-above-nodes",
      "nodes-too-small",
    ),
  },
  {
    title: "volumes reach every pod that mounts them",
    isBrokenBy: of(
      "single-pod-claim",
      "claim-on-one-node",
      "rollout-waits-for-claim",
      "claim-mode-refused",
      "claim-does-not-fit",
      "claim-cannot-grow",
      "nested-file-mount",
      "missing-subpath",
      "hidden-mount",
      "read-only-temporary",
    ),
  },
  {
    title: "programs keep within their memory and their volumes",
    isBrokenBy: of("memory-above-limit", "memory-volume", "retention-above-volume"),
  },
  {
    title: "programs start with what they are given, and do what it says",
    isBrokenBy: ({ layer, severity }) => layer === "programs" && severity !== "info",
  },
  {
    title: "no secret stands in plain text",
    isBrokenBy: of("plain-secret", "secret-in-configmap"),
  },
  {
    title: "pods say what they need, and have no needless power",
    isBrokenBy: ({ layer, severity }) => layer === "practice" && severity === "warning",
  },
];

/** One promise for one part of a platform. */
export interface Kept {
  /** The part, such as a component. */
  readonly about: string;
  readonly title: string;
  /** What breaks it; empty where it is kept. */
  readonly broken: readonly Finding[];
}

/**
 * What became of the promises.
 *
 * @param parts every part of the platform, also those of which nothing was found
 * @param findings with the part that each is about; the platform itself where it is about none
 */
export function kept(
  platform: string,
  parts: readonly string[],
  findings: readonly Finding[],
  rules: readonly Rule[],
): Kept[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const promiseOf = ({ rule: id }: Finding) => {
    const rule = byId.get(id) as Rule;
    return promises.find(({ isBrokenBy }) => isBrokenBy(rule));
  };
  // A rule may find what is only good to know, which breaks nothing.
  const weighty = findings.filter(({ severity }) => severity !== "info");
  const grouped = Map.groupBy(weighty, ({ part = platform }) => part);
  return [...new Set([...parts, platform])].flatMap((about) =>
    promises.map((promise) => ({
      about,
      title: promise.title,
      broken: (grouped.get(about) ?? []).filter((finding) => promiseOf(finding) === promise),
    })),
  );
}
