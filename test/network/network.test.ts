import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import { example } from "../examples/example.ts";
import { systems } from "../examples/systems.ts";
import { differences, differing } from "./compare.ts";
import { withoutEachPart } from "./parts.ts";
import { guests, type Row } from "./table.ts";
import { networks } from "./tables/index.ts";
import { policiesOf, worldOf } from "./world.ts";

for (const system of systems) {
  const network = networks[system];
  const table = network.rows;
  const environments = await example(system);
  const worlds = environments.map((given) => worldOf(given, network));
  const policies = environments.flatMap((given) => policiesOf(given));

  suite(`${system}'s network, by the effect of its policies`, () => {
    test("the table names every pod that is rendered, and no other", () => {
      const named = Object.entries(network.pods).map(([environment, pods]) => [
        environment,
        [...pods, ...guests].sort(),
      ]);
      const rendered = worlds.map(({ environment, groups }) => [
        environment,
        groups.map(({ name }) => name).sort(),
      ]);
      assert.deepEqual(rendered, named);
    });

    test("what the table allows is open, and everything else is closed, in all environments at once", () => {
      assert.deepEqual(differences(policies, worlds, table), []);
    });

    test("each row of the table is needed", () => {
      for (const [index, { why }] of table.entries())
        assert.notDeepEqual(differences(policies, worlds, table.toSpliced(index, 1)), [], why);
    });
  });

  suite(`a fault in ${system}'s network is seen`, () => {
    for (const [index, given] of environments.entries()) {
      test(`${given.environment}: each policy, rule, peer and port is missed`, () => {
        const world = worlds.slice(index, index + 1);
        const unneeded = [...withoutEachPart(policiesOf(given))].filter(
          (without) => differing(without.policies, world, table).next().done,
        );
        const prefix = network.prefix?.[given.environment] ?? "";
        assert.deepEqual(
          unneeded.map(({ what }) => what),
          Object.keys(network.covered).map((part) => `${prefix}${part}`),
        );
      });
    }

    const last = environments.at(-1);
    const { environment = "" } = last ?? {};
    const one = worlds.slice(-1);
    const rendered = last ? policiesOf(last) : [];

    test("without any policy everything is open", () => {
      const found = differences([], one, table);
      const [pod] = network.pods[environment] ?? [];
      assert.ok(found.includes(`${environment}: stranger > ${pod} tcp/4444 is open`));
      assert.ok(found.every((each) => each.endsWith("is open")));
    });

    for (const { what, policy, from, to, seen } of network.faults) {
      test(`${what}: ${policy}`, () => {
        const changed = rendered.map((each) => {
          if (each.metadata?.name !== policy) return each;
          const text = JSON.stringify(each);
          assert.ok(text.includes(from), `${policy} has ${from}`);
          return JSON.parse(text.replaceAll(from, to)) as NetworkPolicy;
        });
        const found = differences(changed, one, table);
        assert.ok(found.includes(`${environment}: ${seen}`), found.join("\n"));
      });
    }

    test("one environment let into another", () => {
      const [first] = environments;
      const namespace = last?.resolved.namespace ?? "";
      const door: NetworkPolicy = {
        metadata: { name: "door", namespace },
        spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] },
      };
      const out: NetworkPolicy = {
        metadata: { name: "out", namespace: first?.resolved.namespace ?? "" },
        spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{}] },
      };
      const found = differences([...policies, door, out], worlds, table);
      const [pod] = network.pods[environment] ?? [];
      const between = `${first?.environment} > ${environment}`;
      assert.ok(found.includes(`${between}: ${pod} > ${pod} tcp/4444 is open`));
    });

    test("a row one too many", () => {
      const [pod = ""] = network.pods[environment] ?? [];
      const wish: Row = { from: [pod], to: ["grafana"], ports: [4444], why: "" };
      assert.deepEqual(differences(rendered, one, [...table, wish]), [
        `${environment}: ${pod} > grafana tcp/4444 is closed`,
      ]);
    });
  });
}
