import type {
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "../../../kubernetes/network-policy-types.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { World } from "../../world.ts";
import { indexOfPods, readSelector } from "../selectors/index-of-pods.ts";
import { isJob, type Pods } from "../selectors/pods.ts";
import type { Need } from "./needs.ts";
import { type Policy, policies } from "./policies.ts";
import { declared } from "./policy-ports.ts";
import { namedBy } from "./strangers.ts";

/**
 * A rule that names one workload at one port of another says that they talk: the policies of the
 * other end have to say so too.
 */
export function needsOfPolicies(world: World): Need[] {
  return policies(world).flatMap((each) => needsOf(world, each));
}

function needsOf(world: World, { item, policy }: Policy): Need[] {
  const { podSelector = {}, ingress = [], egress = [] } = policy.spec ?? {};
  const own = theOne(world, { podSelector }, item.namespace);
  if (!own) return [];
  const spec = FieldPath.root.field("spec");
  const need = (from: Pods, to: Pods, port: NetworkPolicyPort, path: FieldPath): Need[] =>
    from.item === to.item
      ? []
      : numbersOf(to, port).map((number) => ({
          from,
          to,
          port: number,
          protocol: port.protocol ?? "TCP",
          item,
          path,
          // Of several ports one that is open is enough: lists of ports are often too long.
          service: to.item.name,
          because: `NetworkPolicy ${item.name}`,
          isOpened: true,
        }));
  return [
    ...ingress.flatMap(({ from = [], ports = [] }, index) =>
      from.flatMap((peer) => {
        const other = theOne(world, peer, item.namespace);
        if (!other || ports.length === 0) return [];
        const path = spec.field("ingress").index(index);
        return ports.flatMap((port) => need(other, own, port, path));
      }),
    ),
    ...egress.flatMap(({ to = [], ports = [] }, index) =>
      to.flatMap((peer) => {
        const other = theOne(world, peer, item.namespace);
        if (!other || ports.length === 0) return [];
        const path = spec.field("egress").index(index);
        return ports.flatMap((port) => need(own, other, port, path));
      }),
    ),
  ];
}

/** The workload that a peer means, where it means one alone. */
function theOne(
  world: World,
  { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer,
  own: string | undefined,
): Pods | undefined {
  const selector = podSelector && readSelector(podSelector);
  if (ipBlock || !selector || selector.length === 0) return undefined;
  const namespaces = namespaceSelector ? namedBy(namespaceSelector) : [own];
  if (namespaces?.length !== 1) return undefined;
  const { pods } = indexOfPods(world).select(selector, namespaces[0]);
  const [first, ...more] = pods;
  return more.length === 0 ? first : undefined;
}

/** The ports that are meant, of those that the pods declare. */
function numbersOf(to: Pods, { port, protocol = "TCP", endPort }: NetworkPolicyPort): number[] {
  if (port === undefined || endPort !== undefined || isJob(to)) return [];
  const found = declared(to).filter(
    (each) =>
      (each.protocol ?? "TCP") === protocol && (each.name === port || each.containerPort === port),
  );
  return found.flatMap(({ containerPort }) => containerPort ?? []);
}
