import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import type { Service } from "../../src/kubernetes/types/index.ts";
import { example } from "../examples/example.ts";
import { differences, portsLeftOut } from "./compare.ts";
import { inside, type Row, table } from "./thebot-table.ts";
import { podsOf, policiesOf } from "./world.ts";

const environments = await example("thebot");
const worlds = environments.map((given) => ({
  environment: given.environment,
  groups: podsOf(given),
}));
const policies = environments.flatMap((given) => policiesOf(given));

const production = environments.filter(({ environment }) => environment === "production");
const one = worlds.filter(({ environment }) => environment === "production");

suite("thebot's network, by the effect of its policies", () => {
  test("the table names every pod that is rendered, and plays every port", () => {
    for (const { environment, groups } of worlds)
      assert.deepEqual(groups.map(({ name }) => name).sort(), [...inside].sort(), environment);
    assert.deepEqual(portsLeftOut(worlds, table), []);
  });

  test("what the table allows is open, and everything else is closed, in all environments at once", () => {
    assert.deepEqual(differences(policies, worlds, table), []);
  });

  test("the list of clients of postgres-lb means something: their addresses arrive unchanged", () => {
    for (const { objects } of environments) {
      const found = objects.find(
        ({ kind, metadata }) => kind === "Service" && metadata.name === "postgres-lb",
      );
      const { spec } = found as unknown as Service;
      assert.deepEqual(spec?.loadBalancerSourceRanges, ["10.8.0.0/24"]);
      assert.equal(spec?.externalTrafficPolicy, "Local");
    }
  });
});

suite("a fault in the network is seen", () => {
  const rendered = production.flatMap((given) => policiesOf(given));
  const after = (change: (policy: NetworkPolicy) => NetworkPolicy | undefined) =>
    differences(
      rendered.flatMap((policy) => change(policy) ?? []),
      one,
      table,
    );
  /** Changes one policy as text. */
  const edited = (name: string, from: string, to: string) =>
    after((policy) => {
      if (policy.metadata?.name !== name) return policy;
      const text = JSON.stringify(policy);
      assert.ok(text.includes(from), `${name} has ${from}`);
      return JSON.parse(text.replaceAll(from, to)) as NetworkPolicy;
    });

  for (const { metadata } of rendered) {
    test(`without ${metadata?.name}`, () => {
      assert.notDeepEqual(
        after((policy) => (policy.metadata?.name === metadata?.name ? undefined : policy)),
        [],
      );
    });
  }

  test("without any policy everything is open", () => {
    const found = differences([], one, table);
    assert.ok(found.includes("production: stranger > postgres tcp/5432 is open"));
    assert.ok(found.every((each) => each.endsWith("is open")));
  });

  const faults: readonly (readonly [string, string, string, string, string])[] = [
    [
      "a label that no pod has",
      "thebot-allow-frontend-backend",
      '"app.kubernetes.io/name":"backend"',
      '"app.kubernetes.io/name":"api"',
      "production: frontend > backend tcp/8000 is closed",
    ],
    [
      "a peer that is a whole namespace",
      "thebot-allow-backend-monitoring",
      '"app.kubernetes.io/name":"prometheus"',
      "",
      "production: grafana > backend tcp/8000 is open",
    ],
    [
      "arrivals that are not closed",
      "thebot-deny-all",
      '"Ingress","Egress"',
      '"Egress"',
      "production: grafana > stranger tcp/4444 is open",
    ],
    [
      "another port",
      "thebot-allow-redis-monitoring",
      "9121",
      "9122",
      "production: prometheus > redis tcp/9121 is closed",
    ],
    [
      "a peer without its namespace",
      "thebot-allow-backend-monitoring",
      '"kubernetes.io/metadata.name":"monitoring"',
      "",
      "production: false-prometheus > backend tcp/8000 is open",
    ],
    [
      "a net too wide",
      "thebot-allow-postgres-ingress",
      "10.8.0.0/24",
      "10.8.0.0/16",
      "production: next-to-the-vpn > postgres tcp/5432 is open",
    ],
    [
      "the private nets left open",
      "thebot-allow-celery-worker-external",
      '"192.168.0.0/16"',
      '"192.168.0.0/24"',
      "production: celery-worker > private-network tcp/443 is open",
    ],
    [
      "names that cannot be looked up over UDP",
      "thebot-allow-dns",
      '"UDP"',
      '"TCP"',
      "production: backend > kube-dns udp/53 is closed",
    ],
  ];
  for (const [what, policy, from, to, seen] of faults) {
    test(`${what}: ${policy}`, () => {
      const found = edited(policy, from, to);
      assert.ok(found.includes(seen), found.join("\n"));
    });
  }

  test("one environment let into another", () => {
    const door: NetworkPolicy = {
      metadata: { name: "door", namespace: "thebot" },
      spec: {
        podSelector: {},
        ingress: [{ from: [{ namespaceSelector: {} }] }],
      },
    };
    const out = { ...door, metadata: { name: "out", namespace: "thebot-dev" } };
    out.spec = { podSelector: {}, policyTypes: ["Egress"], egress: [{}] };
    const found = differences([...policies, door, out], worlds, table);
    assert.ok(found.includes("dev > production: backend > postgres tcp/5432 is open"));
  });

  test("a row missing in the table, or one too many", () => {
    const [first, ...rest] = table;
    assert.notDeepEqual(differences(rendered, one, rest), []);
    const wish: Row = { from: ["frontend"], to: ["redis"], ports: [6379], why: "" };
    assert.deepEqual(differences(rendered, one, [...(first ? [first] : []), ...rest, wish]), [
      "production: frontend > redis tcp/6379 is closed",
    ]);
  });
});
