import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type { PolicyPod } from "../../src/kubernetes/network-policy-types.ts";
import { compareWithProse } from "./network-policy-comparison.ts";
import { faults, faulty } from "./network-policy-faults.ts";
import { allowedByProse } from "./network-policy-prose.ts";
import {
  addressOf,
  type Row,
  type UpstreamCase,
  upstreamCases,
} from "./network-policy-upstream.ts";

suite("the evaluator and the API's prose", () => {
  test("agree on every connection of a thousand random clusters", () => {
    const { open, closed, difference } = compareWithProse(evaluateNetworkPolicies, 1000, 20260101);
    assert.equal(difference, undefined);
    assert.ok(open > 10_000 && closed > 10_000, "both answers were asked for");
  });

  for (const fault of faults)
    test(`disagree when ${fault.title}`, async () => {
      const { difference } = compareWithProse(await faulty(fault), 5000, 20260101);
      assert.notEqual(difference, undefined);
    });
});

suite("upstream's tests of network policies: a cluster should", () => {
  for (const each of upstreamCases)
    test(each.title, () => {
      const { pods, policies, namespaces } = clusterOf(each);
      const evaluator = evaluateNetworkPolicies(policies, namespaces);
      for (const { port, protocol = "TCP", rows } of each.probes) {
        for (const [from, to] of pairsOf(pods)) {
          const traffic = { from, to, port, protocol };
          const said = `${nameOf(from)} to ${nameOf(to)} ${protocol} ${port}`;
          const expected = passesBy(rows, nameOf(from), nameOf(to));
          assert.equal(evaluator.allowed(traffic), expected, said);
          assert.equal(allowedByProse(policies, namespaces, traffic), expected, `prose: ${said}`);
        }
      }
    });
});

function clusterOf({ pods, policies, labels = {} }: UpstreamCase) {
  return {
    pods: pods.split(" ").map((each): PolicyPod => {
      const [namespace = "", name = ""] = each.split("/");
      const ports = [80, 81].flatMap((containerPort) =>
        ["TCP", "UDP", "SCTP"].map((protocol) => ({
          name: `serve-${containerPort}-${protocol.toLowerCase()}`,
          containerPort,
          protocol,
        })),
      );
      const own = { pod: name, ...labels[each] };
      return { name, namespace, labels: own, ports, ip: addressOf(each) };
    }),
    policies: policies.map(([namespace, spec]) => ({ metadata: { name: "p", namespace }, spec })),
    namespaces: ["x", "y", "z"].map((name) => ({ name, labels: labels[name] ?? {} })),
  };
}

/* Upstream leaves out what a pod says to itself. */
function pairsOf(pods: readonly PolicyPod[]): (readonly [PolicyPod, PolicyPod])[] {
  return pods.flatMap((from) => pods.filter((to) => to !== from).map((to) => [from, to] as const));
}

function nameOf({ namespace, name }: PolicyPod): string {
  return `${namespace}/${name}`;
}

function passesBy(rows: readonly Row[], from: string, to: string): boolean {
  const last = rows.findLast((row) => fits(row[0], from) && fits(row[1], to));
  return last?.[2] ?? true;
}

function fits(pattern: string, name: string): boolean {
  if (pattern === "*" || pattern === name) return true;
  return pattern.endsWith("/*") && name.startsWith(pattern.slice(0, -1));
}
