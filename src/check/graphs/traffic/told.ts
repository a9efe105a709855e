import { listed, titleOf } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import type { Pods } from "../selectors/pods.ts";
import type { Need } from "./needs.ts";
import type { Place } from "./place.ts";
import { HERE, namesOf } from "./policies.ts";
import { type Blockade, isStranger, type Party } from "./reach.ts";
import { ingressController, NAMESPACE_NAME, prometheus } from "./strangers.ts";

/** A connection that is needed, and one of its ends that is closed. */
export interface Stopped {
  readonly need: Need;
  readonly blockade: Blockade;
}

/** One finding for connections that are stopped for one reason. */
export function told(place: Place, group: readonly Stopped[]): FoundInObject {
  const [{ blockade }] = group as [Stopped, ...Stopped[]];
  const { direction, pods, other, protocol, isolatedBy } = blockade;
  const { item, path, policy } = place;
  const others = [...new Map(group.map((each) => [nameOf(each.blockade.other), each])).values()];
  const selves = listed([...new Set(group.map((each) => titleOf(each.blockade.pods.item)))]);
  const whom = listed(others.map((each) => nameOf(each.blockade.other)));
  const reasons = reasonsOf(group.map(({ need }) => need));
  const ports = [...new Set(group.map((each) => each.blockade.port))].sort((a, b) => a - b);
  const end = `${protocol} ${listed(ports.map(String))}`;
  const verb = isolatedBy.length === 1 ? "does" : "do";
  const policies = namesOf(isolatedBy);
  const message =
    direction === "Ingress"
      ? `${policies} ${verb} not let ${whom} in to ${selves} on ${end}, ${reasons}`
      : `${policies} ${verb} not let ${selves} out to ${nameOf(other)} on ${end}, ${reasons}`;
  const rule = ruleOf(
    direction,
    others.map((each) => each.blockade.other),
    pods,
    ports,
    protocol,
  );
  const side = direction === "Ingress" ? "ingress" : "egress";
  const fix = policy
    ? `add to spec.${side} of NetworkPolicy ${policy.metadata?.name}: ${rule}`
    : `add a NetworkPolicy: { podSelector: ${selectorText(pods)}, policyTypes: [${direction}], ${side}: [${rule}] }`;
  return {
    subject: item.subject,
    steps: path.steps(),
    path: path.toString(),
    part: "value",
    message,
    fix,
  };
}

/** What says that the connection is meant to be; what a value says, no policy need say again. */
function reasonsOf(needs: readonly Need[]): string {
  const needing = needs.filter(({ isOpened }) => !isOpened);
  const names = new Set((needing.length > 0 ? needing : needs).map(({ because }) => because));
  const verb = needing.length > 0 ? "needed by" : "opened at the other end by";
  return `${verb} ${listed([...names])}`;
}

/** A rule that lets these in or out, as one line of YAML. */
function ruleOf(
  direction: "Ingress" | "Egress",
  others: readonly Party[],
  pods: Pods,
  ports: readonly number[],
  protocol: string,
): string {
  const peers = others.map((other) => peerText(other, pods.item.namespace ?? HERE));
  const named = protocol === "TCP" ? "" : `protocol: ${protocol}, `;
  const ends = ports.map((port) => `{ ${named}port: ${port} }`).join(", ");
  const key = direction === "Ingress" ? "from" : "to";
  const whom = peers.includes("") ? "" : `${key}: [${peers.join(", ")}], `;
  return `{ ${whom}ports: [${ends}] }`;
}

function peerText(other: Party, own: string): string {
  if (!isStranger(other)) {
    const selector = `podSelector: ${selectorText(other)}`;
    const namespace = other.item.namespace ?? HERE;
    if (namespace === own) return `{ ${selector} }`;
    return `{ namespaceSelector: { matchLabels: { ${NAMESPACE_NAME}: ${namespace} } }, ${selector} }`;
  }
  const namespace = NAMESPACES.get(other);
  if (!namespace) return "";
  return `{ namespaceSelector: { matchLabels: { ${NAMESPACE_NAME}: ${namespace} } } }`;
}

/** What to write where nobody knows in which namespace they run. */
const NAMESPACES = new Map<Party, string>([
  [ingressController, "NAMESPACE-OF-THE-CONTROLLER"],
  [prometheus, "NAMESPACE-OF-PROMETHEUS"],
]);

/** The labels by which a workload itself tells its pods. */
function selectorText({ item, labels }: Pods): string {
  if (item.group === "batch") return textOf(labels);
  const { selector } = (item.object.spec ?? {}) as {
    selector?: { matchLabels?: Readonly<Record<string, string>> };
  };
  return textOf(selector?.matchLabels ?? labels);
}

function textOf(labels: Readonly<Record<string, string>>): string {
  const text = Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");
  return text === "" ? "{}" : `{ matchLabels: { ${text} } }`;
}

export function nameOf(party: Party): string {
  return isStranger(party) ? party.name : titleOf(party.item);
}
