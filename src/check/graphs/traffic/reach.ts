import {
  evaluateAsMeant,
  evaluateNetworkPolicies,
  type NetworkPolicyEvaluator,
  SelectedPods,
} from "../../../kubernetes/network-policy.ts";
import type { NetworkPolicy, Traffic } from "../../../kubernetes/network-policy-types.ts";
import { once, type World } from "../../world.ts";
import type { Pods } from "../selectors/pods.ts";
import { end } from "./ends.ts";
import { lenient } from "./lenient.ts";
import { mendedPolicies } from "./mended-policies.ts";
import { HERE, isDecided, policies } from "./policies.ts";
import type { Stranger } from "./strangers.ts";

export type Direction = "Ingress" | "Egress";

/** Somebody who must be able to reach, or be reached by, pods of the world. */
export type Party = Pods | Stranger;

export function isStranger(party: Party): party is Stranger {
  return "may" in party;
}

/** A connection that somebody needs. */
export interface Connection {
  readonly from: Party;
  readonly to: Party;
  /** On the pod that answers. */
  readonly port: number;
  readonly protocol: string;
}

/** Who is in the way of a connection at one of its ends. */
export interface Blockade {
  readonly direction: Direction;
  /** The pods whose policies they are. */
  readonly pods: Pods;
  readonly other: Party;
  readonly port: number;
  readonly protocol: string;
  /** Every policy that isolates the pods in this direction. */
  readonly isolatedBy: readonly NetworkPolicy[];
}

const selectedPods = once((world) => new SelectedPods(policies(world).map(({ policy }) => policy)));

const evaluators = once((_: World) => new Map<Stranger | undefined, NetworkPolicyEvaluator>());

function evaluator(world: World, stranger: Stranger | undefined): NetworkPolicyEvaluator {
  const all = evaluators(world);
  const known = all.get(stranger);
  if (known) return known;
  const made = evaluateAsMeant(selectedPods(world), (policy) => lenient(world, policy, stranger));
  all.set(stranger, made);
  return made;
}

/** The policies as they are, among pods of the world. */
export function evaluatorOfWorld(world: World): NetworkPolicyEvaluator {
  return evaluator(world, undefined);
}

/** An address for who has none that is known. Blocks of addresses were judged before. */
export const NOWHERE = { address: "192.0.2.1" };

/** What stops a connection for sure, at either end; both ends may. */
export function blockades(world: World, connection: Connection): Blockade[] {
  const { from, to, port, protocol } = connection;
  if (policies(world).length === 0) return [];
  const stranger = isStranger(from) ? from : isStranger(to) ? to : undefined;
  const traffic = trafficOf(world, connection);
  if (!traffic) return [];
  const judge = evaluator(world, stranger);
  if (judge.allowed(traffic)) return [];
  const verdict = judge.why(traffic);
  const blockade = (direction: Direction, pods: Party, other: Party): Blockade[] => {
    const side = direction === "Ingress" ? verdict.ingress : verdict.egress;
    if (!side || side.allowed || isStranger(pods)) return [];
    if (!isDecided(world, namespaceOf(pods))) return [];
    // Told for its selector: with the right one it would let this through.
    if (isOpenedByMended(world, direction, pods, stranger, traffic)) return [];
    return [{ direction, pods, other, port, protocol, isolatedBy: side.isolatedBy }];
  };
  return [...blockade("Egress", from, to), ...blockade("Ingress", to, from)];
}

/** Whether a policy that is told for a selector of its own would let a connection through with the right one. */
function isOpenedByMended(
  world: World,
  direction: Direction,
  pods: Pods,
  stranger: Stranger | undefined,
  traffic: Traffic,
): boolean {
  return (mendedPolicies(world).get(namespaceOf(pods)) ?? []).some((policy) => {
    const rules = direction === "Ingress" ? policy.spec?.ingress : policy.spec?.egress;
    if (!rules?.length) return false;
    const spec = { ...policy.spec, policyTypes: [direction] };
    const { ingress, egress } = evaluateNetworkPolicies([
      lenient(world, { ...policy, spec }, stranger),
    ]).why(traffic);
    const side = direction === "Ingress" ? ingress : egress;
    // One that is about other pods opens nothing.
    return side !== undefined && side.isolatedBy.length > 0 && side.allowed;
  });
}

function namespaceOf({ item }: Pods): string {
  return item.namespace ?? HERE;
}

/** A connection as the evaluator takes it; undefined for one on which policies have no say. */
export function trafficOf(world: World, connection: Connection): Traffic | undefined {
  const { from, to, port, protocol } = connection;
  const asks = isStranger(from) ? NOWHERE : end(world, from);
  const answers = isStranger(to) ? NOWHERE : end(world, to);
  const [one, other] = [from, to].map((each) => (isStranger(each) ? undefined : namespaceOf(each)));
  // One of them may live in the other's namespace, or anywhere else.
  if (one !== undefined && other !== undefined && one !== other && (one === HERE || other === HERE))
    return undefined;
  const isOnNode = [asks, answers].some((each) => "labels" in each && each.hostNetwork);
  return isOnNode ? undefined : { from: asks, to: answers, port, protocol };
}
