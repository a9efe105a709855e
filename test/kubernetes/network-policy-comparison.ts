import fc from "fast-check";
import type { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import { allowedByProse } from "./network-policy-prose.ts";
import { anyCluster, type Cluster } from "./network-policy-worlds.ts";

/** What came of asking two evaluators about the same random clusters. */
export interface Comparison {
  readonly clusters: number;
  /** Connections that both let through, and that both stop. */
  readonly open: number;
  readonly closed: number;
  /** The first cluster in which they differ, made small. */
  readonly difference: string | undefined;
}

const sockets = [80, 81, 82].flatMap((port) =>
  (["TCP", "UDP", "SCTP", undefined] as const).map((protocol) => ({ port, protocol })),
);

/** Asks about every pair of ends and every port of random clusters. */
export function compareWithProse(
  evaluate: typeof evaluateNetworkPolicies,
  clusters: number,
  seed: number,
): Comparison {
  let [open, closed] = [0, 0];
  const property = fc.property(anyCluster, (cluster) => {
    const evaluator = evaluate(cluster.policies, cluster.namespaces);
    for (const traffic of connectionsOf(cluster)) {
      const expected = allowedByProse(cluster.policies, cluster.namespaces, traffic);
      if (evaluator.allowed(traffic) !== expected || evaluator.why(traffic).allowed !== expected)
        throw new Error(`${JSON.stringify(traffic)} ${expected ? "passes" : "is stopped"}`);
      if (expected) open += 1;
      else closed += 1;
    }
  });
  const result = fc.check(property, { numRuns: clusters, seed });
  const difference = result.failed ? fc.defaultReportMessage(result) : undefined;
  return { clusters: result.numRuns, open, closed, difference };
}

function connectionsOf({ pods, outside }: Cluster) {
  const ends = [...pods, ...outside, { node: true } as const];
  return ends.flatMap((from) =>
    ends.flatMap((to) =>
      sockets.map(({ port, protocol }) => ({ from, to, port, ...(protocol && { protocol }) })),
    ),
  );
}
