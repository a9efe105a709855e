import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from "../kubernetes/types/index.ts";
import { fill } from "../platform/names.ts";
import type { Edge, Party, Resolved } from "../platform/resolve/index.ts";
import { common, compact, meta, type Rendered, selectorOf } from "./rendered.ts";

/** Addresses that no public server has; a rule for the outside must not open the inside. */
const inside = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];
const inside6 = ["fc00::/7", "fe80::/10"];

/**
 * Everything is closed; each connection that the platform declares is opened at both of its ends.
 * Between components there is one policy for each pair, at the end that answers.
 */
export function renderNetworkPolicies(resolved: Resolved): Rendered[] {
  const owners = ownersOf(resolved);
  return [
    ...common(resolved, "network", [denyAll(resolved), dns(resolved)]),
    ...ingressPolicies(resolved, owners),
    ...egressPolicies(resolved, owners),
  ];
}

/** Whose the pods of migrations and backups are; all other pods are called like their component. */
function ownersOf({ jobs, postgres, redis }: Resolved): ReadonlyMap<string, string> {
  return new Map([
    ...jobs.flatMap(({ name, migrates }) =>
      migrates === undefined ? [] : [[name, migrates] as const],
    ),
    ...[...postgres, ...redis].flatMap(({ name, backup }) =>
      backup ? [[backup.name, name] as const] : [],
    ),
  ]);
}

/** A policy belongs to the component whose pods it selects. */
function ofPods(
  resolved: Resolved,
  owners: ReadonlyMap<string, string>,
  party: Party,
  object: NetworkPolicy,
): Rendered[] {
  const pods = "pods" in party ? party.pods : undefined;
  const component = pods === undefined ? undefined : (owners.get(pods) ?? pods);
  return common(resolved, "network", [object]).map((rendered) => ({ ...rendered, component }));
}

function policy(resolved: Resolved, name: string, spec: NetworkPolicySpec): NetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: meta(resolved, name),
    spec,
  };
}

function edgeName(resolved: Resolved, from: string, to: string): string {
  const { platform, namespace, names } = resolved;
  return fill(names.edge, { platform, namespace, from, to });
}

function denyAll(resolved: Resolved): NetworkPolicy {
  const { platform, namespace, names } = resolved;
  const name = fill(names.denyAll, { platform, namespace });
  return policy(resolved, name, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
}

function dns(resolved: Resolved): NetworkPolicy {
  const { platform, namespace, names } = resolved;
  return policy(resolved, fill(names.dns, { platform, namespace }), {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        to: [inNamespace("kube-system", { "k8s-app": "kube-dns" })],
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 53 },
        ],
      },
    ],
  });
}

/** At the end that answers: one policy for each pair, and one for each sort of arrival from elsewhere. */
function ingressPolicies(resolved: Resolved, owners: ReadonlyMap<string, string>): Rendered[] {
  const answered = resolved.edges.filter(({ to }) => "pods" in to || "solver" in to);
  // Two components whose policies would share a name still get one each: render reports the clash.
  const groups = Map.groupBy(answered, (edge) =>
    JSON.stringify([ingressName(resolved, edge), edge.to, sender(edge)]),
  );
  return [...groups.values()].flatMap((edges) => {
    const [first] = edges as [Edge];
    const object = policy(resolved, ingressName(resolved, first), {
      podSelector: { matchLabels: podLabels(resolved, first.to) },
      policyTypes: ["Ingress"],
      ingress: rulesBy(edges, ({ from }) => from).map(
        ([from, ports]): NetworkPolicyIngressRule =>
          compact({ from: peers(resolved, from, anyAddress), ports }),
      ),
    });
    return ofPods(resolved, owners, first.to, object);
  });
}

/** Arrivals that share a policy: those from one component, from the monitoring, and from outside. */
function sender({ from }: Edge): string {
  if ("pods" in from) return `pods ${from.pods}`;
  return "controller" in from && from.controller === "monitoring" ? "monitoring" : "ingress";
}

function ingressName(resolved: Resolved, { from, to }: Edge): string {
  if ("solver" in to) return edgeName(resolved, to.solver, "ingress");
  const answers = (to as { pods: string }).pods;
  if ("pods" in from) return edgeName(resolved, from.pods, answers);
  if ("controller" in from && from.controller === "monitoring")
    return edgeName(resolved, answers, "monitoring");
  return edgeName(resolved, answers, "ingress");
}

/** At the end that asks: one policy for what it asks inside, one for what it asks outside. */
function egressPolicies(resolved: Resolved, owners: ReadonlyMap<string, string>): Rendered[] {
  const asked = resolved.edges.filter(({ from }) => "pods" in from);
  const groups = Map.groupBy(asked, ({ from, to }) =>
    edgeName(resolved, (from as { pods: string }).pods, "pods" in to ? "egress" : "external"),
  );
  return [...groups].flatMap(([name, edges]) => {
    const [first] = edges as [Edge];
    const object = policy(resolved, name, {
      podSelector: { matchLabels: podLabels(resolved, first.from) },
      policyTypes: ["Egress"],
      egress: rulesBy(edges, ({ to }) => to).map(
        ([to, ports]): NetworkPolicyEgressRule =>
          compact({ to: peers(resolved, to, publicAddresses), ports }),
      ),
    });
    return ofPods(resolved, owners, first.from, object);
  });
}

/** One rule for each peer, with all of its ports. */
function rulesBy(
  edges: readonly Edge[],
  peer: (edge: Edge) => Party,
): [Party, NetworkPolicyPort[]][] {
  return [...Map.groupBy(edges, (edge) => peerKey(peer(edge)))].map(([, group]) => {
    const ports = [...new Set(group.map(({ port }) => port))].sort((a, b) => a - b);
    return [peer(group[0] as Edge), ports.map((port) => ({ port }))];
  });
}

/** Destinations outside are told apart by their addresses, not by what they are called. */
function peerKey(party: Party): string {
  return "outside" in party ? `outside ${party.cidr?.join() ?? "public"}` : JSON.stringify(party);
}

function podLabels(resolved: Resolved, party: Party): { [key: string]: string } {
  if ("pods" in party) return selectorOf(resolved, party.pods);
  return { "acme.cert-manager.io/http01-solver": "true" };
}

/** `elsewhere`: what a party outside stands for when its addresses are not known. */
function peers(
  resolved: Resolved,
  party: Party,
  elsewhere: NetworkPolicyPeer[],
): NetworkPolicyPeer[] {
  if ("pods" in party || "solver" in party)
    return [{ podSelector: { matchLabels: podLabels(resolved, party) } }];
  if ("controller" in party) {
    const { namespace, pods } = resolved.cluster[party.controller];
    return [inNamespace(namespace, pods)];
  }
  const known =
    "apiServer" in party ? (resolved.cluster.apiServer ?? ["0.0.0.0/0", "::/0"]) : party.cidr;
  return known?.map((cidr) => ({ ipBlock: { cidr } })) ?? elsewhere;
}

/** Clients of a public load balancer: on some clouds they arrive with the address of a node. */
const anyAddress: NetworkPolicyPeer[] = [
  { ipBlock: { cidr: "0.0.0.0/0" } },
  { ipBlock: { cidr: "::/0" } },
];

const publicAddresses: NetworkPolicyPeer[] = [
  { ipBlock: { cidr: "0.0.0.0/0", except: inside } },
  { ipBlock: { cidr: "::/0", except: inside6 } },
];

function inNamespace(namespace: string, pods: Readonly<Record<string, string>>): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    podSelector: { matchLabels: { ...pods } },
  };
}
