import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from "../kubernetes/types/index.ts";
import type { Edge, Party, Resolved } from "../platform/resolve/index.ts";
import { common, compact, meta, type Rendered, selectorOf } from "./rendered.ts";

/** Addresses that no public server has; a rule for the outside must not open the inside. */
const inside = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];
const inside6 = ["fc00::/7", "fe80::/10"];

export function policy(resolved: Resolved, name: string, spec: NetworkPolicySpec): NetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: meta(resolved, name),
    spec,
  };
}

/** Whose the pods of migrations and backups are; all other pods are called like their component. */
export type Owners = ReadonlyMap<string, string>;

export function ownersOf({ jobs, postgres, postgresClusters, redis }: Resolved): Owners {
  return new Map([
    ...jobs.flatMap(({ name, migrates }) =>
      migrates === undefined ? [] : [[name, migrates] as const],
    ),
    ...[...postgres, ...postgresClusters, ...redis].flatMap(({ name, backup }) =>
      backup ? [[backup.name, name] as const] : [],
    ),
  ]);
}

/** A policy belongs to the component whose pods it selects. */
export function ofPods(
  resolved: Resolved,
  owners: Owners,
  party: Party,
  object: NetworkPolicy,
): Rendered[] {
  const pods = "pods" in party ? party.pods : undefined;
  const component = pods === undefined ? undefined : (owners.get(pods) ?? pods);
  return common(resolved, "network", [object]).map((rendered) => ({ ...rendered, component }));
}

/** What may arrive by these connections: one rule for each peer, with all of its ports. */
export function ingressRules(
  resolved: Resolved,
  edges: readonly Edge[],
): NetworkPolicyIngressRule[] {
  return rulesBy(edges, ({ from }) => from).map(([from, ports]) =>
    compact({ from: peers(resolved, from, anyAddress), ports }),
  );
}

/** What may be asked by these connections: one rule for each peer, with all of its ports. */
export function egressRules(resolved: Resolved, edges: readonly Edge[]): NetworkPolicyEgressRule[] {
  return rulesBy(edges, ({ to }) => to).map(([to, ports]) =>
    compact({ to: peers(resolved, to, publicAddresses), ports }),
  );
}

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

export function podLabels(resolved: Resolved, party: Party): { [key: string]: string } {
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

export function inNamespace(
  namespace: string,
  pods: Readonly<Record<string, string>>,
): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    podSelector: { matchLabels: { ...pods } },
  };
}
