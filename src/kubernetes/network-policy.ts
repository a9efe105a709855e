import type { Labels } from "./labels.ts";
import { type PeerTest, type PortTest, peersTest, portsTest } from "./network-policy-rules.ts";
import type {
  Endpoint,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PolicyNamespace,
  PolicyPod,
  PolicySide,
  PolicyVerdict,
  Traffic,
} from "./network-policy-types.ts";
import { type Selector, selectorOf, selects } from "./selectors.ts";

type Direction = "Ingress" | "Egress";

interface Rule {
  readonly peers: PeerTest;
  readonly ports: PortTest;
}

interface CompiledPolicy {
  readonly policy: NetworkPolicy;
  /** Its place among all policies, which is the order in which they are told. */
  readonly position: number;
  readonly pods: Selector;
  readonly rules: Readonly<Record<Direction, readonly Rule[] | undefined>>;
}

export interface NetworkPolicyEvaluator {
  /** Does this connection come about? */
  allowed(traffic: Traffic): boolean;
  /** The same, with the policies that decide at both ends. */
  why(traffic: Traffic): PolicyVerdict;
}

/**
 * What the network lets through under these policies. A connection needs both ends: the source's
 * egress and the destination's ingress. A pod that no policy selects for a direction is open in it;
 * a selected one is open to what at least one rule of at least one such policy allows. Traffic
 * between a pod and its own node always passes, and a pod always reaches itself. Replies belong to
 * their connection.
 *
 * Every namespace has the label `kubernetes.io/metadata.name`, as the API server gives it, and
 * need not be listed for that. Pods are told apart by object identity: pass the same objects.
 *
 * @see k8s.io/api/networking/v1/types.go NetworkPolicySpec
 * @throws {SyntaxError} for policies that the API server would refuse (selectors, CIDRs).
 */
export function evaluateNetworkPolicies(
  policies: readonly NetworkPolicy[],
  namespaces: readonly PolicyNamespace[] = [],
): NetworkPolicyEvaluator {
  const labelsOf = namespaceLabels(namespaces);
  const compiled = policies.map((policy, position) => compile(policy, position, labelsOf));
  const byHold = Map.groupBy(compiled, holdOf);
  const isolating = {
    Ingress: selection(byHold, "Ingress"),
    Egress: selection(byHold, "Egress"),
  };

  function sideAllows(direction: Direction, self: Endpoint, other: Endpoint, traffic: Traffic) {
    if (!isGoverned(self) || passesAlways(self, other)) return true;
    const selected = isolating[direction](self);
    return (
      selected.length === 0 || selected.some((each) => permits(each, direction, other, traffic))
    );
  }

  function side(direction: Direction, self: Endpoint, other: Endpoint, traffic: Traffic) {
    if (!isGoverned(self) || passesAlways(self, other)) return undefined;
    const selected = isolating[direction](self);
    const allowing = selected.filter((each) => permits(each, direction, other, traffic));
    return {
      allowed: selected.length === 0 || allowing.length > 0,
      isolatedBy: selected.map(({ policy }) => policy),
      allowedBy: allowing.map(({ policy }) => policy),
    } satisfies PolicySide;
  }

  return {
    allowed: (traffic) =>
      sideAllows("Egress", traffic.from, traffic.to, traffic) &&
      sideAllows("Ingress", traffic.to, traffic.from, traffic),
    why: (traffic) => {
      const egress = side("Egress", traffic.from, traffic.to, traffic);
      const ingress = side("Ingress", traffic.to, traffic.from, traffic);
      const allowed = (egress?.allowed ?? true) && (ingress?.allowed ?? true);
      return { allowed, ...(egress && { egress }), ...(ingress && { ingress }) };
    },
  };
}

/**
 * The directions a policy is about. Unless it says so itself: always ingress, and egress where it
 * has egress rules.
 *
 * @see k8s.io/kubernetes/pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy
 */
export function policyTypes({ spec }: NetworkPolicy): readonly string[] {
  if (spec?.policyTypes !== undefined && spec.policyTypes.length > 0) return spec.policyTypes;
  return (spec?.egress?.length ?? 0) > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

function compile(
  policy: NetworkPolicy,
  position: number,
  labelsOf: (namespace: string) => Labels,
): CompiledPolicy {
  const spec = policy.spec ?? {};
  const rule = (peers?: readonly NetworkPolicyPeer[], ports?: readonly NetworkPolicyPort[]) => ({
    peers: peersTest(peers, namespaceOf(policy), labelsOf),
    ports: portsTest(ports),
  });
  const types = policyTypes(policy);
  const ingress = spec.ingress ?? [];
  const egress = spec.egress ?? [];
  return {
    policy,
    position,
    pods: selectorOf(spec.podSelector ?? {}),
    rules: {
      Ingress: types.includes("Ingress") ? ingress.map((r) => rule(r.from, r.ports)) : undefined,
      Egress: types.includes("Egress") ? egress.map((r) => rule(r.to, r.ports)) : undefined,
    },
  };
}

/**
 * Under what a policy is found: its namespace, and one label that its pods have, so that nobody looks
 * at each policy for each pod.
 */
function holdOf({ policy, pods }: CompiledPolicy): string {
  const label = pods.find(({ operator, values }) => operator === "In" && values.length === 1);
  return label ? hold(namespaceOf(policy), label.key, label.values[0]) : hold(namespaceOf(policy));
}

function hold(namespace: string, key = "", value = ""): string {
  return `${namespace}/${key}=${value}`;
}

/** Which policies isolate a pod, worked out once for each pod. */
function selection(byHold: ReadonlyMap<string, readonly CompiledPolicy[]>, direction: Direction) {
  const known = new Map<PolicyPod, readonly CompiledPolicy[]>();
  const select = ({ namespace, labels }: PolicyPod) => {
    const holds = Object.entries(labels).map(([key, value]) => hold(namespace, key, value));
    return [hold(namespace), ...holds]
      .flatMap((each) => byHold.get(each) ?? [])
      .filter(({ rules, pods }) => rules[direction] !== undefined && selects(pods, labels))
      .sort((a, b) => a.position - b.position);
  };
  return (pod: PolicyPod): readonly CompiledPolicy[] => {
    const before = known.get(pod);
    if (before) return before;
    const selected = select(pod);
    known.set(pod, selected);
    return selected;
  };
}

function permits(policy: CompiledPolicy, direction: Direction, other: Endpoint, traffic: Traffic) {
  const { to, port, protocol = "TCP" } = traffic;
  const rules = policy.rules[direction] ?? [];
  return rules.some((rule) => rule.ports(to, port, protocol) && rule.peers(other));
}

function namespaceOf({ metadata }: NetworkPolicy): string {
  return metadata?.namespace ?? "default";
}

function isGoverned(end: Endpoint): end is PolicyPod {
  return "labels" in end && end.hostNetwork !== true;
}

function passesAlways(self: PolicyPod, other: Endpoint): boolean {
  return "node" in other || self === other;
}

function namespaceLabels(namespaces: readonly PolicyNamespace[]): (namespace: string) => Labels {
  const given = new Map(namespaces.map(({ name, labels }) => [name, labels]));
  const complete = new Map<string, Labels>();
  return (name) => {
    const known = complete.get(name) ?? {
      ...given.get(name),
      "kubernetes.io/metadata.name": name,
    };
    complete.set(name, known);
    return known;
  };
}
