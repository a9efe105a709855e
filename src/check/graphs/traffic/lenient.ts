import { type Cidr, cidrContains, parseCidr } from "../../../kubernetes/ip.ts";
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "../../../kubernetes/network-policy-types.ts";
import { type LabelSelector, selectorOf, selects } from "../../../kubernetes/selectors.ts";
import { inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { podsOfWorld } from "../selectors/pods.ts";
import { HERE } from "./policies.ts";
import { NAMESPACE_NAME, type Stranger } from "./strangers.ts";

/** What a peer comes to where not all is known: another peer, anybody, or nobody. */
type Meant = NetworkPolicyPeer | "anybody" | undefined;

/**
 * A policy that lets through whatever this one may let through, for all that the world tells: what
 * it stops is stopped for sure, as long as no other policy opens it.
 *
 * @param stranger who is at the other end; undefined: pods of the world
 */
export function lenient(
  world: World,
  policy: NetworkPolicy,
  stranger: Stranger | undefined,
): NetworkPolicy {
  const { metadata, spec = {} } = policy;
  const own = metadata?.namespace ?? HERE;
  const meant = (peer: NetworkPolicyPeer): Meant => {
    if (stranger) return stranger.may(world, peer, own) ? "anybody" : undefined;
    return amongPods(world, peer);
  };
  const { ingress, egress } = spec;
  return {
    ...policy,
    spec: {
      ...spec,
      ...(ingress && {
        ingress: ingress.flatMap((rule) =>
          opened(rule.from, meant).map((from) => ({ ...portsOf(rule.ports), ...from })),
        ),
      }),
      ...(egress && {
        egress: egress.flatMap((rule) =>
          opened(rule.to, meant).map(({ from: to }) => ({
            ...portsOf(stranger ? rule.ports?.map(anyOfName) : rule.ports),
            ...(to && { to }),
          })),
        ),
      }),
    },
  };
}

function portsOf(ports: readonly NetworkPolicyPort[] | undefined) {
  return ports ? { ports } : {};
}

/** A name is looked up on the destination, which is not known. */
function anyOfName({ port, protocol, endPort }: NetworkPolicyPort): NetworkPolicyPort {
  const known = typeof port === "number" ? { port, ...(endPort && { endPort }) } : {};
  return { ...known, ...(protocol && { protocol }) };
}

/** The peers of a rule: none means anybody; no rule is left where nobody may be meant. */
function opened(
  peers: readonly NetworkPolicyPeer[] | undefined,
  meant: (peer: NetworkPolicyPeer) => Meant,
): { readonly from?: readonly NetworkPolicyPeer[] }[] {
  if (!peers || peers.length === 0) return [{}];
  const all = peers.map(meant);
  if (all.includes("anybody")) return [{}];
  const left = all.filter((each) => typeof each === "object");
  return left.length === 0 ? [] : [{ from: left }];
}

function amongPods(world: World, peer: NetworkPolicyPeer): Meant {
  const { ipBlock, namespaceSelector } = peer;
  if (ipBlock) return mayHoldPods(ipBlock.cidr, ipBlock.except ?? []) ? "anybody" : undefined;
  if (!namespaceSelector) return peer;
  return { ...peer, namespaceSelector: namespacesMeant(world, namespaceSelector) };
}

/** Addresses that clusters give to pods. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"].map(
  (each) => parseCidr(each),
);
/** Those that are so usual that somebody may name the share of a node. */
const USUAL = ["10.244.0.0/16", "10.42.0.0/16"].map((each) => parseCidr(each));
const SAMPLES = [
  "10.244.3.7/32",
  "10.42.0.9/32",
  "10.0.1.4/32",
  "172.17.0.5/32",
  "192.168.77.5/32",
  "100.64.1.2/32",
  "fd00:10:244::5/128",
].map((each) => parseCidr(each));

const known = new Map<string, boolean>();
const MOST_KNOWN = 1000;

/** Whether pods may have addresses of a block. */
export function mayHoldPods(cidr: string, except: readonly string[]): boolean {
  const key = [cidr, ...except].join();
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const answer = holdsPods(cidr, except);
  known.set(key, answer);
  return answer;
}

function holdsPods(cidr: string, except: readonly string[]): boolean {
  const block = parseCidr(cidr);
  const holes = except.map((each) => parseCidr(each));
  const isIn = (address: Cidr) =>
    cidrContains(block, address) && !holes.some((hole) => cidrContains(hole, address));
  if (SAMPLES.some(isIn)) return true;
  const isWide = block.length <= (block.bits === 32 ? 22 : 64);
  const ranges = isWide ? PRIVATE : USUAL;
  return ranges.some((range) => cidrContains(range, block) && isIn(block));
}

interface Namespaces {
  readonly names: readonly string[];
  readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly meant: Map<string, LabelSelector>;
}

const namespaces = once((world): Namespaces => {
  const objects = inventory(world).all("Namespace");
  const pods = podsOfWorld(world).map(({ item }) => item.namespace ?? HERE);
  const labels = objects.map(({ name, object }) => {
    const { labels: own = {} } = (object.metadata ?? {}) as { labels?: Record<string, string> };
    return [name, { ...own, [NAMESPACE_NAME]: name }] as const;
  });
  return { names: [...new Set(pods)], labels: new Map(labels), meant: new Map() };
});

/**
 * The namespaces that a selector may mean, by their names: those of the world with such labels, and
 * those of which the labels are not known.
 */
function namespacesMeant(world: World, selector: LabelSelector): LabelSelector {
  const given = namespaces(world);
  const wanted = selectorOf(selector);
  const isPlain = wanted.every(({ key }) => key === NAMESPACE_NAME);
  if (isPlain && !given.names.includes(HERE)) return selector;
  const text = JSON.stringify(selector);
  const before = given.meant.get(text);
  if (before) return before;
  const byName = wanted.filter(({ key }) => key === NAMESPACE_NAME);
  const values = given.names.filter((name) => {
    if (name === HERE) return true;
    const labels = given.labels.get(name);
    return labels ? selects(wanted, labels) : selects(byName, { [NAMESPACE_NAME]: name });
  });
  const meant: LabelSelector = {
    matchExpressions:
      values.length > 0
        ? [{ key: NAMESPACE_NAME, operator: "In", values }]
        : [{ key: NAMESPACE_NAME, operator: "DoesNotExist" }],
  };
  given.meant.set(text, meant);
  return meant;
}
