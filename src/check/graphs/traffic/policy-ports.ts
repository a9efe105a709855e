import type {
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "../../../kubernetes/network-policy-types.ts";
import type { Service, ServicePort } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { mayComeFromElsewhere } from "../selectors/elsewhere.ts";
import { indexOfPods, readSelector } from "../selectors/index-of-pods.ts";
import type { Pods } from "../selectors/pods.ts";
import { selectingServices } from "../selectors/services.ts";
import { policies } from "./policies.ts";
import { namedBy } from "./strangers.ts";

/** A port that a rule of a policy names, with the pods on which it is looked up. */
export interface NamedPort {
  readonly item: Item;
  readonly path: FieldPath;
  readonly port: NetworkPolicyPort;
  /** Of the rule. */
  readonly peers: readonly NetworkPolicyPeer[];
  /** All ports of the rule. */
  readonly beside: readonly NetworkPolicyPort[];
  /** Where connections that it is about arrive; at least one, and every one of them is known. */
  readonly pods: readonly Pods[];
}

/** Every port of every rule whose pods are known. */
export const namedPorts = once((world): readonly NamedPort[] =>
  policies(world).flatMap(({ item, policy }) => {
    const { podSelector, ingress = [], egress = [] } = policy.spec ?? {};
    const own = { podSelector: podSelector ?? {} };
    const portsOf = (
      ports: readonly NetworkPolicyPort[],
      side: "ingress" | "egress",
      rule: number,
      peers: readonly NetworkPolicyPeer[],
      targets: readonly NetworkPolicyPeer[],
    ) => {
      if (ports.length === 0) return [];
      const found = targets.map((peer) => podsOf(world, peer, item.namespace));
      if (found.length === 0 || found.some((pods) => !pods || pods.length === 0)) return [];
      const pods = found.flatMap((each) => each ?? []);
      return ports.map((port, index) => ({
        item,
        get path() {
          const rules = FieldPath.root.field("spec", side);
          return rules.index(rule).field("ports").index(index).field("port");
        },
        port,
        peers,
        beside: ports,
        pods,
      }));
    };
    return [
      ...ingress.flatMap(({ ports = [], from = [] }, index) =>
        portsOf(ports, "ingress", index, from, [own]),
      ),
      ...egress.flatMap(({ ports = [], to = [] }, index) =>
        portsOf(ports, "egress", index, to, to),
      ),
    ];
  }),
);

/** The pods that a peer means; undefined where it may mean others, too. */
function podsOf(
  world: World,
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  own: string | undefined,
): readonly Pods[] | undefined {
  const selector = podSelector && readSelector(podSelector);
  if (ipBlock || !selector || selector.length === 0) return undefined;
  const values = selector.flatMap((each) => each.values);
  if (mayComeFromElsewhere(world, values)) return undefined;
  const namespaces = namespaceSelector ? namedBy(namespaceSelector) : [own];
  const pods = namespaces?.flatMap((each) => indexOfPods(world).select(selector, each).pods);
  return pods?.every(({ containers }) => containers) ? pods : undefined;
}

/** The ports that containers declare, as `name=number`. */
export function declared(pods: Pods) {
  return (pods.containers ?? []).flatMap(({ ports = [] }) => ports);
}

/** A port of a Service that leads to another one of its pods. */
export interface Translated {
  readonly service: Item<Decoded<Service>>;
  readonly port: Decoded<ServicePort>;
  readonly to: number;
}

const servicesOf = once((world): ReadonlyMap<Item, readonly Item<Decoded<Service>>[]> => {
  const found = new Map<Item, Item<Decoded<Service>>[]>();
  for (const { service, selection } of selectingServices(world))
    for (const { item } of selection.pods) {
      const services = found.get(item) ?? [];
      found.set(item, services);
      services.push(service);
    }
  return found;
});

/** The Service's port of this number, where the pods listen on another. */
export function translated(world: World, pods: Pods, number: number): Translated | undefined {
  for (const service of servicesOf(world).get(pods.item) ?? [])
    for (const port of service.object.spec?.ports ?? []) {
      if (port.port !== number) continue;
      const target = port.targetPort ?? number;
      const to =
        typeof target === "number"
          ? target
          : declared(pods).find(({ name }) => name === target)?.containerPort;
      if (to !== undefined && to !== number) return { service, port, to };
    }
  return undefined;
}

/** A number that a rule allows and that is the Service's, while the pods listen on another. */
export interface ReplacedPort {
  readonly named: NamedPort;
  /** For the first of the pods. */
  readonly first: Translated;
}

/** Every port of a rule that is the Service's, for all the pods that the rule is about. */
export const replacedPorts = once((world): readonly ReplacedPort[] =>
  namedPorts(world).flatMap((named) => {
    const { port, endPort } = named.port;
    if (typeof port !== "number" || endPort !== undefined) return [];
    const all = named.pods.map((each) => translated(world, each, port));
    const [first] = all;
    if (!first || all.some((each) => !each)) return [];
    const listens = named.pods.some((each) =>
      declared(each).some(({ containerPort }) => containerPort === port),
    );
    const isBeside = named.beside.some(
      ({ port: other, endPort: last }) =>
        typeof other === "string" ||
        (typeof other === "number" && other <= first.to && first.to <= (last ?? other)),
    );
    return listens || isBeside ? [] : [{ named, first }];
  }),
);
