import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { platform } from "../../src/index.ts";
import type { NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import { loadPlatform } from "../../src/load/load.ts";
import { type Platform, platformDefinition } from "../../src/platform/platform.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import type { Resource } from "../control-plane/resources.ts";
import type { Example } from "../examples/example.ts";
import { anyPlan, componentsOf } from "../platform/any-platform.ts";
import { db, place, shop } from "../platform/shop.ts";
import { type End, endsAround, portsIn, reachable } from "./reachable.ts";
import { policiesOf } from "./world.ts";

const names = { policy: "{name}-network-policy" } as const;

function rendered(given: Platform, environment: string): Example {
  const resolved = resolve(given, environment);
  const objects = render(resolved).map(({ object }) => object as unknown as Resource);
  return { environment, resolved, objects };
}

/** The same platform, with one policy for each component. */
function withComponentPolicies(given: Platform): Platform {
  const { name, options } = platformDefinition(given);
  return platform(name, { ...options, names: { ...options.names, ...names } });
}

/** What each of the two sets of policies lets through, between the same ends on the same ports. */
function bothWays(
  plain: Example,
  merged: readonly NetworkPolicy[],
  more: readonly End[] = [],
): [string[], string[]] {
  const policies = policiesOf(plain);
  const ends = [...endsAround(plain), ...more];
  const ports = portsIn([...policies, ...merged], ends);
  return [reachable(policies, ends, ports), reachable(merged, ends, ports)];
}

const root = new URL("../../", import.meta.url);
const file = fileURLToPath(new URL("examples/thebot/platform.ts", root));
const thebot = await loadPlatform(file, new URL("src/index.ts", root).href);
const merged = withComponentPolicies(thebot);

suite("one policy for each component opens exactly what one for each connection does", () => {
  for (const environment of thebot.environments) {
    test(`thebot, ${environment}`, () => {
      const policies = policiesOf(rendered(merged, environment));
      const [apart, together] = bothWays(rendered(thebot, environment), policies);
      assert.ok(apart.length > 100, `only ${apart.length} connections: the test proves little`);
      assert.deepEqual(together, apart);
    });
  }

  test("they are one for each sort of pods, beside those of all", () => {
    const found = policiesOf(rendered(merged, "production")).map(({ metadata }) => metadata?.name);
    assert.deepEqual(found.toSorted(), [
      "acme-network-policy",
      "backend-migrate-network-policy",
      "backend-network-policy",
      "celery-beat-network-policy",
      "celery-worker-network-policy",
      "frontend-network-policy",
      "postgres-backup-network-policy",
      "postgres-network-policy",
      "redis-network-policy",
      "thebot-allow-dns",
      "thebot-deny-all",
    ]);
  });

  test("servers that CloudNativePG runs, among themselves and with their operator", () => {
    const components = { shop, db };
    const there = { ...place, components: { db: { cloudNativePg: { instances: 3 } } } } as const;
    const given = platform("shop", { components, environments: { production: there } });
    const server = { namespace: "shop", labels: { "cnpg.io/cluster": "db" } };
    const [first, second, operator] = [
      { name: "db-1", ip: "10.9.0.1", ...server },
      { name: "db-2", ip: "10.9.0.2", ...server },
      {
        name: "operator",
        namespace: "cnpg-system",
        labels: { "app.kubernetes.io/name": "cloudnative-pg" },
      },
    ] as const;
    const more = [
      { name: "server", asks: first, answers: second },
      { name: "operator", asks: operator, answers: operator },
    ];
    const policies = policiesOf(rendered(withComponentPolicies(given), "production"));
    const [apart, together] = bothWays(rendered(given, "production"), policies, more);
    assert.ok(
      apart.includes("server > server tcp/5432") && apart.includes("operator > server tcp/8000"),
    );
    assert.deepEqual(together, apart);
  });

  test("random platforms", () => {
    let connections = 0;
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const components = componentsOf(plan, false);
        const environments = { production: place };
        const given = platform("shop", { components, environments });
        const plain = rendered(given, "production");
        const policies = policiesOf(rendered(withComponentPolicies(given), "production"));
        const [apart, together] = bothWays(plain, policies);
        connections += apart.length;
        assert.deepEqual(together, apart);
      }),
      { numRuns: 60, seed: 7 },
    );
    assert.ok(connections > 5000, `only ${connections} connections: the test proves little`);
  });
});

suite("a component's policy that says too little or too much is seen", () => {
  const plain = rendered(thebot, "production");
  const policies = policiesOf(rendered(merged, "production"));
  for (const { metadata } of policies) {
    test(`without ${metadata?.name}`, () => {
      const rest = policies.filter((policy) => policy.metadata?.name !== metadata?.name);
      const [apart, together] = bothWays(plain, rest);
      assert.notDeepEqual(together, apart);
    });
  }

  const faults: readonly (readonly [what: string, name: string, side: "ingress" | "egress"])[] = [
    ["arrivals", "postgres-network-policy", "ingress"],
    ["questions", "celery-beat-network-policy", "egress"],
    ["questions of a backup", "postgres-backup-network-policy", "egress"],
  ];
  for (const [what, name, side] of faults) {
    test(`${what} left out of ${name}, or open to all`, () => {
      const changed = (rules: readonly object[]) =>
        policies.map((policy) =>
          policy.metadata?.name === name
            ? ({ ...policy, spec: { ...policy.spec, [side]: rules } } as NetworkPolicy)
            : policy,
        );
      for (const rules of [[], [{}]]) {
        const [apart, together] = bothWays(plain, changed(rules));
        assert.notDeepEqual(together, apart);
      }
    });
  }
});
