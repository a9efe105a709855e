import { BlockList, isIPv6 } from "node:net";
import type {
  Endpoint,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PolicyNamespace,
  PolicyPod,
  Traffic,
} from "../../src/kubernetes/network-policy-types.ts";
import type { LabelSelector } from "../../src/kubernetes/selectors.ts";

/*
 * What the comments of k8s.io/api/networking/v1/types.go say, sentence by sentence, as slowly as
 * that. It shares no code with the evaluator that it judges.
 */

/** May this connection pass? */
export function allowedByProse(
  policies: readonly NetworkPolicy[],
  namespaces: readonly PolicyNamespace[],
  traffic: Traffic,
): boolean {
  const { from, to } = traffic;
  const leaves = !isPod(from) || from.hostNetwork || outgoing(from);
  const enters = !isPod(to) || to.hostNetwork || incoming(to);
  return leaves && enters;

  /* "Outgoing traffic is allowed if there are no NetworkPolicies selecting the pod, OR if the
     traffic matches at least one egress rule across all of the NetworkPolicy objects whose
     podSelector matches the pod." */
  function outgoing(pod: PolicyPod): boolean {
    if (from === to || "node" in to) return true;
    const selecting = policies.filter((each) => affects(each, "Egress") && selectsPod(each, pod));
    if (selecting.length === 0) return true;
    for (const policy of selecting) {
      for (const rule of policy.spec?.egress ?? []) {
        if (matchesPorts(rule.ports) && matchesPeers(rule.to, to, policy)) return true;
      }
    }
    return false;
  }

  /* "Traffic is allowed to a pod if there are no NetworkPolicies selecting the pod, OR if the
     traffic source is the pod's local node, OR if the traffic matches at least one ingress rule
     across all of the NetworkPolicy objects whose podSelector matches the pod." */
  function incoming(pod: PolicyPod): boolean {
    if (from === to || "node" in from) return true;
    const selecting = policies.filter((each) => affects(each, "Ingress") && selectsPod(each, pod));
    if (selecting.length === 0) return true;
    for (const policy of selecting) {
      for (const rule of policy.spec?.ingress ?? []) {
        if (matchesPorts(rule.ports) && matchesPeers(rule.from, from, policy)) return true;
      }
    }
    return false;
  }

  /* "Each item in this list is combined using a logical OR. If this field is empty or missing,
     this rule matches all ports." */
  function matchesPorts(ports: readonly NetworkPolicyPort[] | undefined): boolean {
    if (!ports?.length) return true;
    for (const port of ports) {
      /* "If not specified, this field defaults to TCP." */
      const protocol = port.protocol ?? "TCP";
      if (protocol !== (traffic.protocol ?? "TCP")) continue;
      /* "If this field is not provided, this matches all port names and numbers." */
      if (port.port === undefined) return true;
      if (typeof port.port === "string") {
        /* "either a numerical or named port on a pod" */
        if (!isPod(to)) continue;
        for (const each of to.ports ?? []) {
          const same = each.name === port.port && (each.protocol ?? "TCP") === protocol;
          if (same && each.containerPort === traffic.port) return true;
        }
      } else if (port.endPort !== undefined) {
        /* "the range of ports from port to endPort if set, inclusive" */
        if (port.port <= traffic.port && traffic.port <= port.endPort) return true;
      } else if (port.port === traffic.port) {
        return true;
      }
    }
    return false;
  }

  /* "Items in this list are combined using a logical OR operation. If this field is empty or
     missing, this rule matches all sources." */
  function matchesPeers(
    peers: readonly NetworkPolicyPeer[] | undefined,
    other: Endpoint,
    policy: NetworkPolicy,
  ): boolean {
    if (!peers?.length) return true;
    return peers.some((peer) => matchesPeer(peer, other, policy));
  }

  function matchesPeer(peer: NetworkPolicyPeer, other: Endpoint, policy: NetworkPolicy): boolean {
    if (peer.ipBlock) {
      const ip = isPod(other) ? other.ip : "address" in other ? other.address : undefined;
      if (ip === undefined) return false;
      /* "CIDRs that should not be included within this rule" */
      return (
        within(ip, peer.ipBlock.cidr) &&
        !(peer.ipBlock.except ?? []).some((each) => within(ip, each))
      );
    }
    if (!isPod(other) || other.hostNetwork) return false;
    /* "If namespaceSelector is also set, then the NetworkPolicyPeer as a whole selects the pods
       matching podSelector in the Namespaces selected by NamespaceSelector." */
    if (peer.podSelector && peer.namespaceSelector) {
      return (
        matches(peer.podSelector, other.labels) &&
        matches(peer.namespaceSelector, namespaceLabels(other.namespace))
      );
    }
    /* "Otherwise it selects the pods matching podSelector in the policy's own namespace." */
    if (peer.podSelector) {
      return other.namespace === namespaceOf(policy) && matches(peer.podSelector, other.labels);
    }
    /* "Otherwise it selects all pods in the namespaces selected by namespaceSelector." */
    if (peer.namespaceSelector) {
      return matches(peer.namespaceSelector, namespaceLabels(other.namespace));
    }
    return false;
  }

  function namespaceLabels(name: string): Record<string, string> {
    const given = namespaces.find((each) => each.name === name)?.labels ?? {};
    return { ...given, "kubernetes.io/metadata.name": name };
  }
}

/* "If this field is not specified, it will default based on the existence of ingress or egress
   rules; policies that contain an egress section are assumed to affect egress, and all policies
   are assumed to affect ingress." */
function affects(policy: NetworkPolicy, direction: "Ingress" | "Egress"): boolean {
  const given = policy.spec?.policyTypes ?? [];
  if (given.length > 0) return given.includes(direction);
  return direction === "Ingress" || (policy.spec?.egress ?? []).length > 0;
}

/* "An empty selector matches all pods in the policy's namespace. If it is not specified, it
   defaults to an empty selector." */
function selectsPod(policy: NetworkPolicy, pod: PolicyPod): boolean {
  return (
    namespaceOf(policy) === pod.namespace && matches(policy.spec?.podSelector ?? {}, pod.labels)
  );
}

function matches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labelOf(labels, key) !== value) return false;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const value = labelOf(labels, key);
    if (operator === "In" && (value === undefined || !values.includes(value))) return false;
    if (operator === "NotIn" && value !== undefined && values.includes(value)) return false;
    if (operator === "Exists" && value === undefined) return false;
    if (operator === "DoesNotExist" && value !== undefined) return false;
  }
  return true;
}

function labelOf(labels: Readonly<Record<string, string>>, wanted: string): string | undefined {
  for (const [key, value] of Object.entries(labels)) if (key === wanted) return value;
  return undefined;
}

/* "An empty namespace is equivalent to the "default" namespace" */
function namespaceOf(policy: NetworkPolicy): string {
  return policy.metadata?.namespace ?? "default";
}

function within(ip: string, cidr: string): boolean {
  const [network = "", length] = cidr.split("/");
  if (isIPv6(network) !== isIPv6(ip)) return false;
  const family = isIPv6(ip) ? "ipv6" : "ipv4";
  const block = new BlockList();
  block.addSubnet(network, Number(length), family);
  return block.check(ip, family);
}

function isPod(end: Endpoint): end is PolicyPod {
  return "labels" in end;
}
