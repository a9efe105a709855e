import { type Address, type Cidr, cidrContains, parseAddress, parseCidr } from "./ip.ts";
import type { Labels } from "./labels.ts";
import type { Endpoint, NetworkPolicyPeer, NetworkPolicyPort } from "./network-policy-types.ts";
import { type LabelSelector, type Selector, selectorOf, selects } from "./selectors.ts";
import { quote } from "./text.ts";

/** What a rule asks of the other end, made ready for many questions. */
export type PeerTest = (other: Endpoint) => boolean;

/** What a rule asks of the destination. */
export type PortTest = (destination: Endpoint, port: number, protocol: string) => boolean;

/**
 * A rule's `from` or `to`: any of the peers; without peers, anybody.
 *
 * @see k8s.io/api/networking/v1/types.go NetworkPolicyPeer
 */
export function peersTest(
  peers: readonly NetworkPolicyPeer[] | undefined,
  namespace: string,
  labelsOf: (namespace: string) => Labels,
): PeerTest {
  if (peers === undefined || peers.length === 0) return () => true;
  const tests = peers.map((peer) => peerTest(peer, namespace, labelsOf));
  return remembering((other) => tests.some((test) => test(other)));
}

/** One answer for each end, however many ports are asked about. */
function remembering(test: PeerTest): PeerTest {
  const answers = new Map<Endpoint, boolean>();
  return (other) => {
    const known = answers.get(other);
    if (known !== undefined) return known;
    const answer = test(other);
    answers.set(other, answer);
    return answer;
  };
}

function peerTest(
  { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer,
  own: string,
  labelsOf: (namespace: string) => Labels,
): PeerTest {
  if (ipBlock !== undefined) return blockTest(parseCidr(ipBlock.cidr), ipBlock.except ?? []);
  const pods = optional(podSelector);
  const namespaces = optional(namespaceSelector);
  if (pods === undefined && namespaces === undefined) return () => false;
  return (other) =>
    "labels" in other &&
    !other.hostNetwork &&
    (namespaces === undefined
      ? other.namespace === own
      : selects(namespaces, labelsOf(other.namespace))) &&
    (pods === undefined || selects(pods, other.labels));
}

function optional(selector: LabelSelector | undefined): Selector | undefined {
  return selector === undefined ? undefined : selectorOf(selector);
}

function blockTest(block: Cidr, except: readonly string[]): PeerTest {
  const exceptions = except.map(parseCidr);
  return (other) => {
    const address = addressOf(other);
    if (address === undefined || !cidrContains(block, address)) return false;
    return !exceptions.some((exception) => cidrContains(exception, address));
  };
}

function addressOf(end: Endpoint): Address | undefined {
  const text = "address" in end ? end.address : "labels" in end ? end.ip : undefined;
  if (text === undefined) return undefined;
  const address = parseAddress(text);
  if (address === undefined) throw new SyntaxError(`${quote(text)} is not an IP address`);
  return address;
}

/**
 * A rule's `ports`: any of them; without ports, every port of every protocol.
 *
 * @see k8s.io/api/networking/v1/types.go NetworkPolicyPort
 */
export function portsTest(ports: readonly NetworkPolicyPort[] | undefined): PortTest {
  if (ports === undefined || ports.length === 0) return () => true;
  const tests = ports.map(portTest);
  return (destination, port, protocol) => tests.some((test) => test(destination, port, protocol));
}

function portTest({ port, endPort, protocol = "TCP" }: NetworkPolicyPort): PortTest {
  if (port === undefined) return (_, __, asked) => asked === protocol;
  if (typeof port === "number") {
    const last = endPort ?? port;
    return (_, number, asked) => asked === protocol && number >= port && number <= last;
  }
  return (destination, number, asked) =>
    asked === protocol && portsNamed(destination, port, protocol).includes(number);
}

/** The numbers of a pod's container ports of this name and protocol; none for anything else. */
export function portsNamed(destination: Endpoint, name: string, protocol = "TCP"): number[] {
  if (!("labels" in destination)) return [];
  return (destination.ports ?? [])
    .filter((each) => each.name === name && (each.protocol ?? "TCP") === protocol)
    .map(({ containerPort }) => containerPort);
}
