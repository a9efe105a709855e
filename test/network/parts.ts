import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
} from "../../src/kubernetes/network-policy-types.ts";

/** Policies without one part, and what the part is. */
export interface Without {
  readonly what: string;
  readonly policies: readonly NetworkPolicy[];
}

type Rule = NetworkPolicyIngressRule & NetworkPolicyEgressRule;

/** The policies without each policy, each rule, each peer and each port in turn. */
export function* withoutEachPart(policies: readonly NetworkPolicy[]): Generator<Without> {
  for (const [index, policy] of policies.entries()) {
    const name = policy.metadata?.name;
    const changed = (spec: object) => policies.with(index, { ...policy, spec });
    yield { what: `${name}`, policies: policies.toSpliced(index, 1) };
    for (const [side, list] of [
      ["ingress", "from"],
      ["egress", "to"],
    ] as const) {
      const rules = (policy.spec?.[side] ?? []) as readonly Rule[];
      for (const [at, rule] of rules.entries()) {
        const put = (...next: readonly Rule[]) =>
          changed({ ...policy.spec, [side]: rules.toSpliced(at, 1, ...next) });
        yield { what: `${name}: ${side} rule ${at}`, policies: put() };
        for (const part of [list, "ports"] as const) {
          const parts: readonly object[] = rule[part] ?? [];
          // A list without entries would mean everything; without its last one the rule goes.
          if (parts.length < 2) continue;
          for (const [place] of parts.entries()) {
            const what = `${name}: ${side} rule ${at}, ${part} ${place}`;
            yield { what, policies: put({ ...rule, [part]: parts.toSpliced(place, 1) }) };
          }
        }
      }
    }
  }
}
