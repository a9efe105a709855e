const because: readonly (readonly [why: string, rules: readonly string[]])[] = [
  [
    "What is written is not what is meant, and nothing else says so",
    ["ignored-document", "ambiguous-scalar", "unreachable-source", "filled-in-later"],
  ],
  [
    "The server asks admission policies too; those of the input are asked here",
    ["admission-policy", "admission-policy-warning", "undecided-policy"],
  ],
  [
    "One more reference between objects that leads nowhere",
    [
      "missing-role",
      "missing-gateway",
      "missing-issuer",
      "missing-secret-store",
      "missing-object",
      "missing-grant",
      "refused-route",
    ],
  ],
  [
    "One more selector, port or autoscaler that does not meet the pods which are meant, or meets them twice",
    [
      "undeclared-target-port",
      "uncountable-budget",
      "affinity-without-pods",
      "spread-of-others",
      "vertical-beside-horizontal",
    ],
  ],
  [
    "An update that cannot go on, though every object is right by itself",
    ["too-few-nodes", "surge-needs-node", "startup-beyond-deadline", "grace-before-prestop"],
  ],
  [
    "One more connection that a program needs, or a rule of a policy that does not do what it says",
    [
      "dns-over-tcp-blocked",
      "api-server-blocked",
      "webhook-blocked",
      "policy-unknown-port",
      "policy-service-port",
      "policy-unheard-port",
      "policy-namespace-label",
      "policy-cluster-ip",
    ],
  ],
  [
    "One more amount against what there is",
    [
      "quota-demands-resources",
      "limit-range-refuses",
      "pod-above-nodes",
      "nodes-too-small",
      "postgres-sort-memory",
      "memory-volume",
      "retention-above-volume",
    ],
  ],
  [
    "One more volume that does not come, or does not keep what it is for",
    [
      "single-pod-claim",
      "claim-does-not-fit",
      "claim-cannot-grow",
      "unused-volume",
      "replicas-on-hostpath",
      "database-on-emptydir",
      "data-outside-volume",
    ],
  ],
  [
    "One more name that nobody answers to",
    [
      "unprovided-host",
      "undeclared-headless-port",
      "unknown-pod-host",
      "unresolvable-external-name",
    ],
  ],
  ["One environment must not share with another what is its own", ["same-in-environments"]],
  [
    "One more thing that is known of common programs and their configuration",
    [
      "ends-at-once",
      "evicting-broker",
      "star-in-path",
      "bound-to-localhost",
      "invalid-ingress-annotation",
      "unknown-cert-manager-annotation",
      "invalid-nginx-config",
      "invalid-prometheus-config",
      "unloaded-rules",
      "invalid-alertmanager-config",
    ],
  ],
  [
    "Reviewers ask for it, or other validators check it by default",
    [
      "unbounded-scratch",
      "host-port",
      "public-role",
      "empty-budget",
      "unhealthy-eviction",
      "fixed-autoscaler",
      "lasting-job",
      "ingress-without-tls",
      "ssh-port",
      "default-namespace",
      "missing-labels",
      "deprecated-account-field",
    ],
  ],
];

/** Rules that no list asks for, each with the reason why it is there. */
export const beyond: Readonly<Record<string, string>> = Object.fromEntries(
  because.flatMap(([why, rules]) => rules.map((id) => [id, why])),
);
