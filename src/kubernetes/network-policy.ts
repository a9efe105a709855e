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
const DIRECTIONS = ["Ingress", "Egress"] as const;

interface Rule {
  readonly peers: PeerTest;
  readonly ports: PortTest;
}

type RulesOf = (policy: NetworkPolicy, direction: Direction) => readonly Rule[];

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
  const rulesOf = remembered(namespaceLabels(namespaces), (policy) => policy);
  const selected = new SelectedPods(policies);
  for (const policy of policies)
    for (const each of DIRECTIONS) if (policyTypes(policy).includes(each)) rulesOf(policy, each);
  return evaluatorOf(selected, rulesOf);
}

/**
 * {@link evaluateNetworkPolicies}, of policies whose rules are not taken as they are written.
 *
 * @param selected those who ask in several ways share it
 * @param meant a policy with the rules that it is taken to have; asked for when a rule is needed
 */
export function evaluateAsMeant(
  selected: SelectedPods,
  meant: (policy: NetworkPolicy) => NetworkPolicy,
): NetworkPolicyEvaluator {
  return evaluatorOf(selected, remembered(namespaceLabels([]), meant));
}

function evaluatorOf(isolating: SelectedPods, rulesOf: RulesOf): NetworkPolicyEvaluator {
  function permits(policy: NetworkPolicy, direction: Direction, other: Endpoint, traffic: Traffic) {
    const { to, port, protocol = "TCP" } = traffic;
    return rulesOf(policy, direction).some(
      (rule) => rule.ports(to, port, protocol) && rule.peers(other),
    );
  }

  function sideAllows(direction: Direction, self: Endpoint, other: Endpoint, traffic: Traffic) {
    if (!isGoverned(self) || passesAlways(self, other)) return true;
    const selected = isolating.of(direction, self);
    return (
      selected.length === 0 || selected.some((each) => permits(each, direction, other, traffic))
    );
  }

  function side(direction: Direction, self: Endpoint, other: Endpoint, traffic: Traffic) {
    if (!isGoverned(self) || passesAlways(self, other)) return undefined;
    const selected = isolating.of(direction, self);
    const allowing = selected.filter((each) => permits(each, direction, other, traffic));
    return {
      allowed: selected.length === 0 || allowing.length > 0,
      isolatedBy: selected,
      allowedBy: allowing,
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

/** The rules of policies, each made ready when it is first asked for. */
function remembered(
  labelsOf: (namespace: string) => Labels,
  meant: (policy: NetworkPolicy) => NetworkPolicy,
): RulesOf {
  const known = {
    Ingress: new Map<NetworkPolicy, Rule[]>(),
    Egress: new Map<NetworkPolicy, Rule[]>(),
  };
  return (policy, direction) => {
    let rules = known[direction].get(policy);
    if (!rules) {
      rules = compile(meant(policy), direction, labelsOf);
      known[direction].set(policy, rules);
    }
    return rules;
  };
}

function compile(
  policy: NetworkPolicy,
  direction: Direction,
  labelsOf: (namespace: string) => Labels,
): Rule[] {
  const { ingress = [], egress = [] } = policy.spec ?? {};
  const rule = (peers?: readonly NetworkPolicyPeer[], ports?: readonly NetworkPolicyPort[]) => ({
    peers: peersTest(peers, namespaceOf(policy), labelsOf),
    ports: portsTest(ports),
  });
  return direction === "Ingress"
    ? ingress.map(({ from, ports }) => rule(from, ports))
    : egress.map(({ to, ports }) => rule(to, ports));
}

/** A policy, and whom it isolates. */
interface Isolating {
  readonly policy: NetworkPolicy;
  /** Its place among all policies, which is the order in which they are told. */
  readonly position: number;
  readonly pods: Selector;
  readonly types: readonly string[];
}

/** Which policies isolate which pods, whatever their rules say. */
export class SelectedPods {
  private readonly byHold: ReadonlyMap<string, readonly Isolating[]>;
  private readonly known = {
    Ingress: new Map<PolicyPod, readonly NetworkPolicy[]>(),
    Egress: new Map<PolicyPod, readonly NetworkPolicy[]>(),
  };

  /** @throws {SyntaxError} for selectors that the API server would refuse */
  constructor(policies: readonly NetworkPolicy[]) {
    const all = policies.map(
      (policy, position): Isolating => ({
        policy,
        position,
        pods: selectorOf(policy.spec?.podSelector ?? {}),
        types: policyTypes(policy),
      }),
    );
    this.byHold = Map.groupBy(all, holdOf);
  }

  /** Those that isolate a pod, worked out once for each pod. */
  of(direction: Direction, pod: PolicyPod): readonly NetworkPolicy[] {
    const before = this.known[direction].get(pod);
    if (before) return before;
    const selected = this.select(direction, pod);
    this.known[direction].set(pod, selected);
    return selected;
  }

  private select(direction: Direction, { namespace, labels }: PolicyPod): NetworkPolicy[] {
    const holds = Object.entries(labels).map(([key, value]) => hold(namespace, key, value));
    return [hold(namespace), ...holds]
      .flatMap((each) => this.byHold.get(each) ?? [])
      .filter(({ types, pods }) => types.includes(direction) && selects(pods, labels))
      .sort((a, b) => a.position - b.position)
      .map(({ policy }) => policy);
  }
}

/**
 * Under what a policy is found: its namespace, and one label that its pods have, so that nobody looks
 * at each policy for each pod.
 */
function holdOf({ policy, pods }: Isolating): string {
  const label = pods.find(({ operator, values }) => operator === "In" && values.length === 1);
  return label ? hold(namespaceOf(policy), label.key, label.values[0]) : hold(namespaceOf(policy));
}

function hold(namespace: string, key = "", value = ""): string {
  return `${namespace}/${key}=${value}`;
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
