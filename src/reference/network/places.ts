import type {
  Endpoint,
  NetworkPolicy,
  NetworkPolicyPeer,
  PolicyPod,
} from "../../kubernetes/network-policy-types.ts";
import { type Given, ofKind } from "../given.ts";
import { selectorText, type Workload } from "../workloads.ts";

/** Somewhere a connection may start or end: pods of one kind, or addresses of one kind. */
export interface Place {
  readonly name: string;
  /** `here` are pods of the environment; `cluster` are others in the same cluster. */
  readonly where: "here" | "cluster" | "outside";
  /** Two pods of the kind, so that one can also talk to the other; of addresses the same twice. */
  readonly asks: Endpoint;
  readonly answers: Endpoint;
}

const dnsNamespace = "kube-system";

/** Addresses that stand for many. Documentation ranges stand for the internet (RFC 5737, RFC 3849). */
const addresses = {
  "the internet": "198.51.100.1",
  "the internet (IPv6)": "2001:db8::1",
  "10.0.0.0/8": "10.255.255.254",
  "172.16.0.0/12": "172.31.255.254",
  "192.168.0.0/16": "192.168.255.254",
  "the cloud's metadata service": "169.254.169.254",
} as const;

/** Kinds of addresses that are named together when nothing tells them apart. */
export const families: Readonly<Record<string, readonly string[]>> = {
  "the internet": ["the internet", "the internet (IPv6)"],
  "private addresses": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
};

export function policiesOf(given: Given): readonly NetworkPolicy[] {
  return ofKind(given, "NetworkPolicy").map(({ object }) => object as NetworkPolicy);
}

/**
 * Every place that the policies could tell from another: the pods of each workload, whoever else the
 * policies name, a pod that nobody names inside the namespace and one outside, and addresses.
 */
export function placesOf(given: Given, workloads: readonly Workload[]): readonly Place[] {
  const { namespace } = given.resolved;
  const policies = policiesOf(given);
  const pods = podMaker();
  const known = workloads.map(({ title, podLabels, pod }) => {
    const containers = [...pod.containers, ...(pod.initContainers ?? [])];
    const ports = containers.flatMap((container) => container.ports ?? []);
    return pods(title, "here", { namespace, labels: podLabels, ports });
  });
  const peers = peersIn(policies, namespace).filter(
    ({ namespace: at, labels }) =>
      at !== namespace || !workloads.some(({ podLabels }) => includes(podLabels, labels)),
  );
  return [
    ...known,
    ...peers.map((peer) => {
      const where = peer.namespace === namespace ? "here" : "cluster";
      return pods(peerName(given, peer), where, peer);
    }),
    pods("any other pod of the namespace", "here", { namespace, labels: {} }),
    pods("any other pod of the cluster", "cluster", { namespace: "elsewhere", labels: {} }),
    ...Object.entries(addresses).map(([name, address]) => outside(name, address)),
    ...blocksIn(policies).map((cidr) => outside(cidr, cidr.slice(0, cidr.indexOf("/")))),
  ];
}

type Labels = Readonly<Record<string, string>>;
type Pods = Pick<PolicyPod, "namespace" | "labels"> & Pick<Partial<PolicyPod>, "ports">;

function podMaker(): (name: string, where: Place["where"], pods: Pods) => Place {
  let made = 0;
  const copy = (name: string, pods: Pods): PolicyPod => {
    made++;
    return { name: `${name}-${made}`, ip: `10.244.${made >> 8}.${made & 255}`, ...pods };
  };
  return (name, where, pods) => ({
    name,
    where,
    asks: copy(name, pods),
    answers: copy(name, pods),
  });
}

function outside(name: string, address: string): Place {
  return { name, where: "outside", asks: { address }, answers: { address } };
}

function includes(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** Pods that policies name by labels, each once: those they are about, and those they let in or out. */
function peersIn(policies: readonly NetworkPolicy[], own: string): readonly Pods[] {
  const found = policies.flatMap(({ spec }): Pods[] => [
    ...peerOf({ podSelector: spec?.podSelector ?? {} }, own),
    ...(spec?.ingress ?? []).flatMap(({ from = [] }) => from.flatMap((peer) => peerOf(peer, own))),
    ...(spec?.egress ?? []).flatMap(({ to = [] }) => to.flatMap((peer) => peerOf(peer, own))),
  ]);
  return [...new Map(found.map((peer) => [JSON.stringify(peer), peer])).values()];
}

function peerOf({ podSelector, namespaceSelector }: NetworkPolicyPeer, own: string): Pods[] {
  const labels = podSelector?.matchLabels ?? {};
  if (podSelector === undefined && namespaceSelector === undefined) return [];
  const namespace =
    namespaceSelector === undefined
      ? own
      : namespaceSelector.matchLabels?.["kubernetes.io/metadata.name"];
  if (namespace === undefined || (namespace === own && Object.keys(labels).length === 0)) return [];
  return [{ namespace, labels: { ...labels } }];
}

/** Who pods outside the platform are, where that is known. */
export function peerName(given: Given, { namespace, labels }: Pods): string {
  const { ingress, monitoring, gateway, cloudNativePg } = given.resolved.cluster;
  const is = (place: { namespace: string; pods: Labels }) =>
    place.namespace === namespace && selectorText(place.pods) === selectorText(labels);
  if (is(ingress)) return gateway ? "the gateway" : "the ingress controller";
  if (is(cloudNativePg)) return "the CloudNativePG operator";
  if (is(monitoring)) return "Prometheus";
  if (namespace === dnsNamespace && labels["k8s-app"] === "kube-dns") return "the cluster's DNS";
  if ("acme.cert-manager.io/http01-solver" in labels) return "solvers of cert-manager";
  const named = selectorText(labels) === "" ? "pods" : `pods \`${selectorText(labels)}\``;
  return namespace === given.resolved.namespace ? named : `${named} in \`${namespace}\``;
}

/** Address ranges that policies name, without those that mean any address. */
function blocksIn(policies: readonly NetworkPolicy[]): readonly string[] {
  const peers = policies.flatMap(({ spec }) => [
    ...(spec?.ingress ?? []).flatMap(({ from = [] }) => from),
    ...(spec?.egress ?? []).flatMap(({ to = [] }) => to),
  ]);
  const blocks = peers.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []);
  return [...new Set(blocks)].filter((cidr) => !cidr.endsWith("/0")).sort();
}
