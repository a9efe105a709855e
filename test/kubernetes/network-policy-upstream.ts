import type { NetworkPolicySpec } from "../../src/kubernetes/network-policy-types.ts";

/*
 * What upstream's end-to-end tests of network policies demand of a cluster, case by case:
 * k8s.io/kubernetes v1.36.3 test/e2e/network/netpol/network_policy.go. Their pods are named by
 * namespace and name, have the label `pod: NAME`, and ports `serve-NUMBER-PROTOCOL`.
 */

/** What passes between pods: everything, but for what the rows say; later rows win, `*` is any. */
export type Row = readonly [from: string, to: string, passes: boolean];

export interface Probe {
  readonly port: number;
  readonly protocol?: "TCP" | "UDP" | "SCTP";
  readonly rows: readonly Row[];
}

export interface UpstreamCase {
  readonly title: string;
  /** `x/a x/b y/a` */
  readonly pods: string;
  /** By namespace. */
  readonly policies: readonly (readonly [namespace: string, spec: NetworkPolicySpec])[];
  /** More labels of pods (`x/b`) and namespaces (`y`). */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly probes: readonly Probe[];
}

type Ingress = NonNullable<NetworkPolicySpec["ingress"]>;
type Egress = NonNullable<NetworkPolicySpec["egress"]>;
type Peer = NonNullable<Ingress[number]["from"]>[number];
type Port = NonNullable<Ingress[number]["ports"]>[number];
type Selector = NonNullable<NetworkPolicySpec["podSelector"]>;

const onto = (podSelector: Selector) => ({
  ingress: (...ingress: Ingress) => ({ podSelector, policyTypes: ["Ingress"], ingress }),
  egress: (...egress: Egress) => ({ podSelector, policyTypes: ["Egress"], egress }),
  both: (ingress: Ingress, egress: Egress) => ({
    podSelector,
    policyTypes: ["Ingress", "Egress"],
    ingress,
    egress,
  }),
});
const all = onto({});
const a = onto({ matchLabels: { pod: "a" } });
const b = onto({ matchLabels: { pod: "b" } });

const NAME = "kubernetes.io/metadata.name";
const from = (...peers: Peer[]) => ({ from: peers });
const to = (...peers: Peer[]) => ({ to: peers });
const on = (...ports: Port[]) => ({ ports });
const pod = (name: string): Peer => ({ podSelector: { matchLabels: { pod: name } } });
const podIn = (...values: string[]): Peer => ({
  podSelector: { matchExpressions: [{ key: "pod", operator: "In", values }] },
});
const ns = (name: string): Peer => ({ namespaceSelector: { matchLabels: { [NAME]: name } } });
const nsThat = (operator: string, ...values: string[]): Peer => ({
  namespaceSelector: { matchExpressions: [{ key: NAME, operator, values }] },
});

const tcp80 = (...rows: Row[]): Probe => ({ port: 80, rows });
const tcp81 = (...rows: Row[]): Probe => ({ port: 81, rows });
const cases: UpstreamCase[] = [];
const should = (
  title: string,
  pods: string,
  policies: UpstreamCase["policies"],
  probes: readonly Probe[],
  labels: UpstreamCase["labels"] = {},
) => cases.push({ title, pods, policies, probes, labels });

should(
  "support a 'default-deny-ingress' policy",
  "x/a x/b y/a y/b",
  [["x", all.ingress()]],
  [tcp80(["*", "x/*", false])],
);
should(
  "support a 'default-deny-all' policy",
  "x/a x/b y/a",
  [["x", all.both([], [])]],
  [tcp80(["*", "x/*", false], ["x/*", "*", false])],
);
should(
  "allow traffic from pods within server namespace based on PodSelector",
  "x/a x/b x/c y/a",
  [["x", a.ingress(from(pod("b")))]],
  [tcp80(["*", "x/a", false], ["x/b", "x/a", true])],
);
should(
  "allow ingress traffic for a target",
  "x/a x/b y/a",
  [
    ["x", all.ingress()],
    ["x", a.ingress(from({ podSelector: {}, namespaceSelector: {} }))],
  ],
  [tcp80(["*", "x/a", true], ["*", "x/b", false])],
);
should(
  "allow ingress traffic from pods in all namespaces",
  "x/a x/b y/a z/a",
  [["x", a.ingress(from({ namespaceSelector: { matchLabels: {} } }))]],
  [tcp80()],
);
should(
  "allow traffic only from a different namespace, based on NamespaceSelector",
  "x/a x/b y/a z/a",
  [["x", a.ingress(from(ns("y")))]],
  [tcp80(["x/*", "x/a", false], ["z/*", "x/a", false])],
);
should(
  "enforce policy based on PodSelector with MatchExpressions",
  "x/a x/b y/a",
  [["x", a.ingress(from(podIn("b")))]],
  [tcp80(["*", "x/a", false], ["x/b", "x/a", true])],
);
should(
  "enforce policy based on NamespaceSelector with MatchExpressions",
  "x/a x/b y/a z/a",
  [["x", a.ingress(from(nsThat("In", "y")))]],
  [tcp80(["x/*", "x/a", false], ["z/*", "x/a", false])],
);
should(
  "enforce policy based on PodSelector or NamespaceSelector",
  "x/a x/b x/c y/a",
  [["x", a.ingress(from(nsThat("NotIn", "x"), pod("b")))]],
  [tcp80(["x/a", "x/a", false], ["x/c", "x/a", false])],
);
should(
  "enforce policy based on PodSelector and NamespaceSelector",
  "x/a x/b y/a y/b z/b",
  [["x", a.ingress(from({ ...nsThat("NotIn", "x"), ...pod("b") }))]],
  [tcp80(["*", "x/a", false], ["y/b", "x/a", true], ["z/b", "x/a", true])],
);
should(
  "enforce policy based on Multiple PodSelectors and NamespaceSelectors",
  "x/a x/b y/a y/b y/c",
  [["x", a.ingress(from({ ...nsThat("NotIn", "x"), ...podIn("b", "c") }))]],
  [tcp80(["x/*", "x/a", false], ["y/a", "x/a", false])],
);
should(
  "enforce policy based on any PodSelectors",
  "x/a x/b x/c",
  [["x", a.ingress(from(pod("b"), pod("c")))]],
  [tcp80(["*", "x/a", false], ["x/b", "x/a", true], ["x/c", "x/a", true])],
);
for (const protocol of ["TCP", "UDP", "SCTP"] as const)
  should(
    `allow traffic only from a pod in a different namespace based on PodSelector and NamespaceSelector (${protocol})`,
    "x/a x/b y/a y/b z/a",
    [["x", a.ingress(from({ ...ns("y"), ...pod("a") }))]],
    [
      {
        port: 80,
        protocol,
        rows: [
          ["*", "x/a", false],
          ["y/a", "x/a", true],
        ],
      },
    ],
  );
for (const protocol of ["TCP", "UDP", "SCTP"] as const)
  should(
    `enforce policy based on Ports (${protocol})`,
    "x/a x/b y/a y/b z/a",
    [["x", a.ingress({ ...from(ns("y")), ...on({ port: 81, protocol }) })]],
    [
      {
        port: 81,
        protocol,
        rows: [
          ["x/*", "x/a", false],
          ["y/*", "x/a", true],
          ["z/*", "x/a", false],
        ],
      },
    ],
  );
const onlyY = [
  ["x/*", "x/a", false],
  ["y/*", "x/a", true],
  ["z/*", "x/a", false],
] as const;
const port81 = a.ingress({ ...from(ns("y")), ...on({ port: 81, protocol: "TCP" }) });
const port80 = a.ingress({ ...from(ns("y")), ...on({ port: 80, protocol: "TCP" }) });
should(
  "enforce multiple, stacked policies with overlapping podSelectors: the first",
  "x/a x/b y/a y/b z/a",
  [["x", port81]],
  [tcp81(...onlyY), tcp80(["*", "x/a", false])],
);
should(
  "enforce multiple, stacked policies with overlapping podSelectors: both",
  "x/a x/b y/a y/b z/a",
  [
    ["x", port81],
    ["x", port80],
  ],
  [tcp81(...onlyY), tcp80(...onlyY)],
);
should("support allow-all policy", "x/a x/b y/a", [["x", all.ingress({})]], [tcp80(), tcp81()]);
should(
  "allow ingress access on one named port",
  "x/a x/b y/a",
  [["x", all.ingress(on({ port: "serve-81-tcp" }))]],
  [tcp81(), tcp80(["*", "x/*", false])],
);
should(
  "allow ingress access from namespace on one named port",
  "x/a x/b y/a z/a",
  [["x", a.ingress({ ...from(ns("y")), ...on({ port: "serve-80-tcp", protocol: "TCP" }) })]],
  [tcp80(["x/*", "x/a", false], ["z/*", "x/a", false]), tcp81(["*", "x/a", false])],
);
should(
  "allow egress access on one named port",
  "x/a y/a",
  [["x", all.egress(on({ port: "serve-80-tcp" }))]],
  [tcp80(), tcp81(["x/*", "*", false])],
);
should("enforce updated policy", "x/a y/a", [["x", all.ingress()]], [tcp81(["*", "x/*", false])]);
const labelled = a.ingress(from({ namespaceSelector: { matchLabels: { ns2: "updated" } } }));
should(
  "allow ingress access from updated namespace: before",
  "x/a y/a",
  [["x", labelled]],
  [tcp80(["*", "x/a", false])],
);
should(
  "allow ingress access from updated namespace: after",
  "x/a y/a",
  [["x", labelled]],
  [tcp80(["*", "x/a", false], ["y/*", "*", true])],
  { y: { ns2: "updated" } },
);
const twoLabels = a.ingress(from({ podSelector: { matchLabels: { pod: "b", pod2: "updated" } } }));
should(
  "allow ingress access from updated pod: before",
  "x/a x/b",
  [["x", twoLabels]],
  [tcp80(["*", "x/a", false])],
);
should(
  "allow ingress access from updated pod: after",
  "x/a x/b",
  [["x", twoLabels]],
  [tcp80(["*", "x/a", false], ["x/b", "x/a", true])],
  { "x/b": { pod2: "updated" } },
);
should(
  "deny ingress from pods on other namespaces",
  "x/a x/b y/a z/a",
  [["x", all.ingress(from({ podSelector: { matchLabels: {} } }))]],
  [tcp80(["y/*", "x/*", false], ["z/*", "x/*", false])],
);
const isolated = onto({ matchLabels: { target: "isolated" } }).ingress();
should("deny ingress access to updated pod: before", "x/a y/a", [["x", isolated]], [tcp80()]);
should(
  "deny ingress access to updated pod: after",
  "x/a y/a",
  [["x", isolated]],
  [tcp80(["*", "x/a", false])],
  { "x/a": { target: "isolated" } },
);
should(
  "deny egress from pods based on PodSelector",
  "x/a x/b y/a",
  [["x", a.egress()]],
  [tcp80(["x/a", "*", false])],
);
should(
  "deny egress from all pods in a namespace",
  "x/a x/b y/a",
  [["x", all.egress()]],
  [tcp80(["x/*", "*", false])],
);
should(
  "work with Ingress, Egress specified together",
  "x/a x/b x/c y/a",
  [["x", a.both([from(pod("b"))], [on({ port: 80 })])]],
  [
    tcp80(["*", "x/a", false], ["x/b", "x/a", true]),
    tcp81(["*", "x/a", false], ["x/a", "*", false], ["x/b", "x/a", true]),
  ],
);
should(
  "support denying of egress traffic on the client side (even if the server explicitly allows this traffic)",
  "x/a y/a y/b",
  [
    ["x", a.egress(to({ ...ns("y"), ...pod("a") }))],
    ["y", a.ingress(from({ ...ns("x"), ...pod("a") }))],
    ["y", b.ingress(from({ ...ns("x"), ...pod("a") }))],
  ],
  [tcp80(["x/a", "*", false], ["*", "y/a", false], ["x/a", "y/a", true], ["*", "y/b", false])],
);
should(
  "enforce egress policy allowing traffic to a server in a different namespace",
  "x/a y/a y/b",
  [["x", a.egress(to({ ...ns("y"), ...pod("a") }))]],
  [tcp80(["x/a", "*", false], ["x/a", "y/a", true])],
);
should(
  "enforce ingress policy allowing any port traffic to a server on a specific protocol",
  "x/a y/a",
  [["x", a.ingress(on({ protocol: "TCP" }))]],
  [tcp80(), { port: 80, protocol: "UDP", rows: [["*", "x/a", false]] }],
);
should(
  "enforce multiple ingress policies with ingress allow-all policy taking precedence",
  "x/a y/a",
  [
    ["x", all.ingress(on({ port: 80 }))],
    ["x", all.ingress({})],
  ],
  [tcp81()],
);
should(
  "enforce multiple egress policies with egress allow-all policy taking precedence: before",
  "x/a y/a",
  [["x", all.egress(on({ port: 80 }))]],
  [tcp81(["x/*", "*", false])],
);
should(
  "enforce multiple egress policies with egress allow-all policy taking precedence: after",
  "x/a y/a",
  [
    ["x", all.egress(on({ port: 80 }))],
    ["x", all.egress({})],
  ],
  [tcp81()],
);
should("stop enforcing policies after they are deleted", "x/a y/a", [], [tcp80()]);

/** Addresses of pods: the number of the namespace and of the pod. */
const podAddresses: Readonly<Record<string, string>> = {
  "x/a": "10.244.1.1",
  "x/b": "10.244.1.2",
  "x/c": "10.244.1.3",
  "y/a": "10.244.2.1",
  "y/b": "10.244.2.2",
  "y/c": "10.244.2.3",
  "z/a": "10.244.3.1",
  "z/b": "10.244.3.2",
};
/** The address of a pod, as upstream's tests look it up. */
export const addressOf = (name: string): string => podAddresses[name] as string;

const block = (cidr: string, ...except: string[]): Peer => ({
  ipBlock: except.length > 0 ? { cidr, except } : { cidr },
});
should(
  "allow egress access to server in CIDR block",
  "x/a y/a y/b",
  [["x", a.egress(to(block(`${addressOf("y/b")}/32`)))]],
  [tcp80(["x/a", "*", false], ["x/a", "y/b", true])],
);
const exceptB = a.egress(to(block("0.0.0.0/4", `${addressOf("x/b")}/32`)));
const allowB = a.egress(to(block(`${addressOf("x/b")}/32`)));
should(
  "enforce except clause while egress access to server in CIDR block",
  "x/a x/b x/c",
  [["x", exceptB]],
  [tcp80(["x/a", "x/b", false])],
);
should(
  "ensure an IP overlapping both IPBlock.CIDR and IPBlock.Except is allowed: by the block alone",
  "x/a x/b x/c",
  [["x", allowB]],
  [tcp80(["x/a", "*", false], ["x/a", "x/b", true])],
);
should(
  "ensure an IP overlapping both IPBlock.CIDR and IPBlock.Except is allowed: by one of two policies",
  "x/a x/b x/c",
  [
    ["x", exceptB],
    ["x", allowB],
  ],
  [tcp80()],
);
should(
  "check ingress and egress policies can be controlled independently based on PodSelector",
  "x/a x/b y/a",
  [
    ["x", a.egress({})],
    ["x", a.ingress()],
  ],
  [tcp80(["*", "x/a", false])],
);
should(
  "not mistakenly treat 'protocol: SCTP' as 'protocol: TCP'",
  "x/a y/a",
  [
    ["x", all.ingress()],
    ["x", a.ingress(on({ port: 81, protocol: "SCTP" }))],
  ],
  [tcp81(["*", "x/*", false])],
);
should(
  "properly isolate pods that are selected by a policy allowing SCTP",
  "x/a y/a",
  [["x", a.ingress(on({ port: 80, protocol: "SCTP" }))]],
  [tcp81(["*", "x/a", false])],
);
should(
  "not allow access by TCP when a policy specifies only UDP",
  "x/a y/a",
  [["x", a.ingress(on({ port: 81, protocol: "UDP" }))]],
  [tcp81(["*", "x/a", false])],
);
should(
  "allow traffic based on NamespaceSelector with MatchLabels using default ns label",
  "x/a x/b y/a z/a",
  [["x", a.ingress(from(ns("y")))]],
  [tcp80(["x/*", "x/a", false], ["z/*", "x/a", false])],
);
should(
  "enforce policy based on NamespaceSelector with MatchExpressions using default ns label",
  "x/a x/b y/a z/a",
  [["x", a.egress(to(nsThat("NotIn", "y")))]],
  [tcp80(["x/a", "y/*", false])],
);
for (const protocol of ["UDP", "SCTP"] as const)
  should(
    `support a 'default-deny-ingress' policy (${protocol})`,
    "x/a x/b y/a y/b",
    [["x", all.ingress()]],
    [{ port: 80, protocol, rows: [["*", "x/*", false]] }],
  );

export const upstreamCases: readonly UpstreamCase[] = cases;
