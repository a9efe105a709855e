import type { Edge, Party, Resolved } from "../platform/resolve/index.ts";
import {
  egressRules,
  ingressRules,
  type Owners,
  ofPods,
  podLabels,
  policy,
} from "./policy-rules.ts";
import { compact, patterned, type Rendered } from "./rendered.ts";

/** One policy for the pods of each component, with everything that they may answer and ask. */
export function componentPolicies(resolved: Resolved, owners: Owners, pattern: string): Rendered[] {
  const { edges } = resolved;
  const answered = Map.groupBy(edges, ({ to }) => nameOf(to));
  const asked = Map.groupBy(edges, ({ from }) => nameOf(from));
  const parties = new Map<string | undefined, Party>(
    edges.flatMap(({ from, to }) => [from, to].map((party) => [nameOf(party), party] as const)),
  );
  return [...parties].flatMap(([name, party]) => {
    if (name === undefined) return [];
    const edgesOf = (side: ReadonlyMap<string | undefined, readonly Edge[]>) =>
      side.get(name) ?? [];
    const object = policy(
      resolved,
      patterned(resolved, pattern, { name }),
      compact({
        podSelector: { matchLabels: podLabels(resolved, party) },
        policyTypes: ["Ingress" as const, "Egress" as const],
        ingress: ingressRules(resolved, edgesOf(answered)),
        egress: egressRules(resolved, edgesOf(asked)),
      }),
    );
    return ofPods(resolved, owners, party, object);
  });
}

/** What pods of the namespace are called; nothing for parties elsewhere, which no policy can select. */
function nameOf(party: Party): string | undefined {
  if ("pods" in party) return party.pods;
  return "solver" in party ? party.solver : undefined;
}
