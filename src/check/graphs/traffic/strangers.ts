import type { NetworkPolicyPeer } from "../../../kubernetes/network-policy-types.ts";
import type { LabelSelector } from "../../../kubernetes/selectors.ts";
import type { World } from "../../world.ts";
import { indexOfPods, readSelector } from "../selectors/index-of-pods.ts";
import type { Pods } from "../selectors/pods.ts";
import { HERE } from "./policies.ts";

/** Somebody who need not be among the objects of the world. */
export interface Stranger {
  /** As a finding calls it. */
  readonly name: string;
  /** Whether a peer of a policy may mean it. What is not known counts as yes. */
  readonly may: (world: World, peer: NetworkPolicyPeer, own: string) => boolean;
}

export const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/**
 * A program somewhere in the cluster, which may be in the world.
 *
 * @param pattern what its names and images say
 * @param other what selectors say that mean somebody else
 */
function program(name: string, pattern: RegExp, other: RegExp): Stranger {
  const isIt = ({ item, containers = [] }: Pods) =>
    pattern.test(item.name) || containers.some(({ image = "" }) => pattern.test(image));
  return {
    name,
    may: (world, { ipBlock, podSelector, namespaceSelector }, own) => {
      if (ipBlock) return true;
      const words = wordsOf(podSelector, namespaceSelector);
      if (other.test(words) && !pattern.test(words)) return false;
      const namespaces = namespaceSelector ? namedBy(namespaceSelector) : [own];
      if (namespaces === undefined) return true;
      const pods = readSelector(podSelector ?? {}) ?? [];
      if (pods.length === 0 && namespaces.some((each) => each !== own)) return true;
      const found = namespaces.flatMap(
        (each) => indexOfPods(world).select(pods, each === HERE ? undefined : each).pods,
      );
      return found.length === 0 || found.some(isIt);
    },
  };
}

/** What selectors ask for, as one text. */
function wordsOf(...selectors: readonly (LabelSelector | undefined)[]): string {
  return selectors
    .flatMap(({ matchLabels = {}, matchExpressions = [] } = {}) => [
      ...Object.values(matchLabels),
      ...matchExpressions.flatMap(({ values = [] }) => values),
    ])
    .join(" ");
}

/** The namespaces that a selector picks by their names; undefined where it picks others too. */
export function namedBy({ matchLabels, matchExpressions }: LabelSelector) {
  const name = matchLabels?.[NAMESPACE_NAME];
  if (name !== undefined) return [name];
  const named = matchExpressions?.find(
    ({ key, operator }) => key === NAMESPACE_NAME && operator === "In",
  );
  return named?.values;
}

/** What takes in requests from outside for Ingresses and routes. */
export const ingressController = program(
  "the ingress controller",
  /ingress|traefik|haproxy|kong|envoy|contour|istio|proxy|gateway|nginx|ambassador|emissary|apisix|cilium|cloudflared|caddy/i,
  /prom|monitor|metric|grafana|scrape|backup|migrat/i,
);

export const prometheus = program(
  "Prometheus",
  /prom|victoria|vmagent|vmsingle|agent|alloy|otel|opentelemetry|collector|datadog|metrics|telegraf|thanos|grafana|monitor/i,
  /ingress|traefik|haproxy|gateway|nginx|backup|migrat/i,
);

/** Somebody outside the cluster: selectors never mean them. */
export const outside: Stranger = {
  name: "anybody outside the cluster",
  may: (_, { ipBlock }) => ipBlock !== undefined,
};

/** Load balancers of a cloud that send to pods by themselves: no selector means them. */
export const cloudLoadBalancer: Stranger = { ...outside, name: "the load balancer" };

/** The pods that answer for names. */
export const clusterDns: Stranger = {
  name: "the cluster's DNS",
  may: (world, { ipBlock, podSelector, namespaceSelector }, own) => {
    if (ipBlock) return true;
    if (!namespaceSelector) return own === "kube-system" || /dns/.test(own);
    return mayBeOfDns(world, namespaceSelector) && mayBeDns(podSelector ?? {});
  },
};

function mayBeOfDns(_: World, selector: LabelSelector): boolean {
  const names = namedBy(selector);
  return names === undefined || names.some((each) => each === "kube-system" || /dns/.test(each));
}

/** Clusters give the label, whatever runs: kube-dns, CoreDNS, or a cache of the node. */
function mayBeDns({ matchLabels }: LabelSelector): boolean {
  const label = matchLabels?.["k8s-app"];
  return label === undefined || /dns/.test(label);
}

/** The API server has an address of the nodes' network; people also name its Service's namespace. */
export const apiServer: Stranger = {
  name: "the API server",
  may: (_, { ipBlock, namespaceSelector }) =>
    ipBlock !== undefined || namespaceSelector !== undefined,
};
