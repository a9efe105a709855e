import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type { Endpoint, NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import type { Example } from "../examples/example.ts";
import { addresses } from "./table.ts";
import { podsElsewhere, podsOf } from "./world.ts";

/** Somebody who may ask and answer. */
export interface End {
  readonly name: string;
  readonly asks: Endpoint;
  readonly answers: Endpoint;
}

/** All pods of an environment, pods of other namespaces, and addresses outside. */
export function endsAround(given: Example): readonly End[] {
  const outside = Object.entries(addresses).map(([name, address]): End => {
    const end = { address };
    return { name, asks: end, answers: end };
  });
  const pods = podsOf(given);
  return [...pods, ...podsElsewhere(pods), ...outside];
}

/** The ports on which a pod of these listens or that a policy names, and one that nobody has. */
export function portsIn(policies: readonly NetworkPolicy[], ends: readonly End[]): number[] {
  const named = JSON.stringify(policies).matchAll(/"port":(\d+)/g);
  const listened = ends.flatMap(({ answers }) =>
    "labels" in answers ? (answers.ports ?? []).map(({ containerPort }) => containerPort) : [],
  );
  return [...new Set([4444, ...listened, ...[...named].map(([, port]) => Number(port))])];
}

/** Every connection that the policies let through, as `from > to tcp/port`. */
export function reachable(
  policies: readonly NetworkPolicy[],
  ends: readonly End[],
  ports: readonly number[],
): string[] {
  const evaluator = evaluateNetworkPolicies(policies);
  return ends.flatMap((from) =>
    ends.flatMap((to) =>
      ports.flatMap((port) =>
        ["TCP", "UDP"]
          .filter((protocol) =>
            evaluator.allowed({ from: from.asks, to: to.answers, port, protocol }),
          )
          .map((protocol) => `${from.name} > ${to.name} ${protocol.toLowerCase()}/${port}`),
      ),
    ),
  );
}
