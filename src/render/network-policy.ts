import type { NetworkPolicy } from "../kubernetes/types/index.ts";
import type { Edge, Party, Resolved } from "../platform/resolve/index.ts";
import { componentPolicies } from "./component-policy.ts";
import {
  egressRules,
  ingressRules,
  inNamespace,
  type Owners,
  ofPods,
  ownersOf,
  podLabels,
  policy,
} from "./policy-rules.ts";
import { common, patterned, type Rendered } from "./rendered.ts";

/**
 * Everything is closed; each connection that the platform declares is opened at both of its ends.
 * Between components there is one policy for each pair, at the end that answers; or, where the
 * platform names it, one for each component with all of its connections.
 */
export function renderNetworkPolicies(resolved: Resolved): Rendered[] {
  const owners = ownersOf(resolved);
  const { policy } = resolved.names;
  return [
    ...common(resolved, "network", [denyAll(resolved), dns(resolved)]),
    ...(policy === undefined
      ? [...ingressPolicies(resolved, owners), ...egressPolicies(resolved, owners)]
      : componentPolicies(resolved, owners, policy)),
  ];
}

function edgeName(resolved: Resolved, from: string, to: string): string {
  return patterned(resolved, resolved.names.edge, { from, to });
}

function denyAll(resolved: Resolved): NetworkPolicy {
  const name = patterned(resolved, resolved.names.denyAll);
  return policy(resolved, name, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
}

function dns(resolved: Resolved): NetworkPolicy {
  return policy(resolved, patterned(resolved, resolved.names.dns), {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        to: [inNamespace("kube-system", { "k8s-app": "kube-dns" })],
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 53 },
        ],
      },
    ],
  });
}

/** At the end that answers: one policy for each pair, and one for each sort of arrival from elsewhere. */
function ingressPolicies(resolved: Resolved, owners: Owners): Rendered[] {
  const answered = resolved.edges.filter(({ to }) => "pods" in to || "solver" in to);
  // Two components whose policies would share a name still get one each: render reports the clash.
  const groups = Map.groupBy(answered, (edge) =>
    JSON.stringify([ingressName(resolved, edge), edge.to, sender(edge)]),
  );
  return [...groups.values()].flatMap((edges) => {
    const [first] = edges as [Edge];
    const object = policy(resolved, ingressName(resolved, first), {
      podSelector: { matchLabels: podLabels(resolved, first.to) },
      policyTypes: ["Ingress"],
      ingress: ingressRules(resolved, edges),
    });
    return ofPods(resolved, owners, first.to, object);
  });
}

/** Arrivals that share a policy: those from one component, from the monitoring, from an operator, and from outside. */
function sender({ from }: Edge): string {
  return "pods" in from ? `pods ${from.pods}` : elsewhere(from);
}

/** What those who arrive from elsewhere are called in names. */
function elsewhere(from: Party): string {
  if (!("controller" in from)) return "ingress";
  return { ingress: "ingress", monitoring: "monitoring", cloudNativePg: "cloudnative-pg" }[
    from.controller
  ];
}

function ingressName(resolved: Resolved, { from, to }: Edge): string {
  if ("solver" in to) return edgeName(resolved, to.solver, "ingress");
  const answers = (to as { pods: string }).pods;
  if ("pods" in from) return edgeName(resolved, from.pods, answers);
  return edgeName(resolved, answers, elsewhere(from));
}

/** At the end that asks: one policy for what it asks inside, one for what it asks outside. */
function egressPolicies(resolved: Resolved, owners: Owners): Rendered[] {
  const asked = resolved.edges.filter(({ from }) => "pods" in from);
  const groups = Map.groupBy(asked, ({ from, to }) =>
    edgeName(resolved, (from as { pods: string }).pods, "pods" in to ? "egress" : "external"),
  );
  return [...groups].flatMap(([name, edges]) => {
    const [first] = edges as [Edge];
    const object = policy(resolved, name, {
      podSelector: { matchLabels: podLabels(resolved, first.from) },
      policyTypes: ["Egress"],
      egress: egressRules(resolved, edges),
    });
    return ofPods(resolved, owners, first.from, object);
  });
}
