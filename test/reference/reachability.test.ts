import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reachability } from "../../src/reference/network/reachability.ts";
import { reachabilityOf } from "../../src/reference/network/reachability.ts";
import { systems } from "../examples/systems.ts";
import type { Network, Row } from "../network/table.ts";
import { networks } from "../network/tables/index.ts";
import { describedExample } from "./pages.ts";

/**
 * What the tables that were written by hand call the places of the page. Places that only the tables
 * tell apart (a node, Grafana) are left out of the comparison.
 */
const places: Readonly<Record<string, string>> = {
  "the ingress controller": "ingress-controller",
  Prometheus: "prometheus",
  "the cluster's DNS": "kube-dns",
  "solvers of cert-manager": "acme-solver",
  "any other pod of the namespace": "stranger",
  "any other pod of the cluster": "stranger-elsewhere",
  "the internet": "internet",
  "the internet (IPv6)": "internet-v6",
  "192.168.0.0/16": "private-network",
  "the cloud's metadata service": "cloud-metadata",
  "10.8.0.0/24": "vpn",
  "10.20.0.0/16": "data-network",
};
const families: Readonly<Record<string, readonly string[]>> = {
  "the internet": ["the internet", "the internet (IPv6)"],
  "private addresses": ["192.168.0.0/16"],
  "everything outside the namespace": Object.keys(places).filter(
    (place) => !["solvers of cert-manager", "any other pod of the namespace"].includes(place),
  ),
};

/** What the page says, as `from > to port`, in the words of the tables. */
function said({ arrivals, departures }: Reachability, pods: readonly string[]): Set<string> {
  const known = new Set([...pods, ...Object.values(places)]);
  const names = (list: readonly string[]) =>
    list
      .flatMap((name) => families[name] ?? [name])
      .map((name) => places[name] ?? name)
      .filter((name) => known.has(name));
  const rows = [
    ...arrivals.map(({ to, ...rest }) => ({ to: [to], ...rest })),
    ...departures,
  ].flatMap(({ from, to, ports }) =>
    names(from).flatMap((asks) =>
      names(to).flatMap((answers) => ports.map((port) => `${asks} > ${answers} ${port}`)),
    ),
  );
  return new Set(rows);
}

/** What a table says in one environment, as far as the page has a place for it. */
function written(
  { pods, rows }: Network,
  environment: string,
  named: ReadonlySet<string>,
): Set<string> {
  const own = new Set([...(pods[environment] ?? []), ...named]);
  const inside = new Set([...(pods[environment] ?? []), "acme-solver", "stranger"]);
  const holds = (row: Row) => row.in === undefined || row.in.includes(environment);
  return new Set(
    rows.filter(holds).flatMap(({ from, to, ports, udp = [] }) =>
      from.flatMap((asks) =>
        to.flatMap((answers) => {
          if (!own.has(asks) || !own.has(answers)) return [];
          if (!inside.has(asks) && !inside.has(answers)) return [];
          return [
            ...ports.map((port) => `${asks} > ${answers} ${port}`),
            ...udp.map((port) => `${asks} > ${answers} ${port}/UDP`),
          ];
        }),
      ),
    ),
  );
}

describe("who can reach whom, as the pages have it", () => {
  for (const system of systems) {
    it(`${system}: is what the tables written by hand say`, async () => {
      const { environments } = await describedExample(system);
      for (const environment of environments) {
        const network = networks[system];
        const reach = reachabilityOf(environment, environment.workloads);
        const mentioned = new Set(
          [...reach.arrivals, ...reach.departures]
            .flatMap(({ from, to }) => [...from, ...(typeof to === "string" ? [to] : to)])
            .flatMap((name) => families[name] ?? [name])
            .flatMap((name) => places[name] ?? []),
        );
        const pods = network.pods[environment.name] ?? [];
        const page = said(reach, pods);
        const table = written(network, environment.name, mentioned);
        assert.ok(table.size > 10, `${environment.name}: ${table.size} connections`);
        assert.deepEqual([...page].sort(), [...table].sort(), environment.name);
      }
    });
  }

  it("is worked out from the policies: without one of them the pages change", async () => {
    const { environments } = await describedExample("thebot");
    const [environment] = environments;
    assert.ok(environment);
    const whole = reachabilityOf(environment, environment.workloads);
    const open = environment.rendered.filter(({ object }) => object.kind !== "NetworkPolicy");
    const without = reachabilityOf({ ...environment, rendered: open }, environment.workloads);
    assert.deepEqual(
      without.arrivals.map(({ ports }) => ports),
      without.arrivals.map(() => ["every port"]),
    );
    const { name } = environment.rendered.find(
      ({ object }) => object.metadata.name === "thebot-allow-backend-redis",
    )!.object.metadata;
    const less = environment.rendered.filter(({ object }) => object.metadata.name !== name);
    const changed = reachabilityOf({ ...environment, rendered: less }, environment.workloads);
    const ask = ({ arrivals }: Reachability) =>
      arrivals.find(({ to, ports }) => to === "redis" && ports.includes("6379"))?.from;
    assert.ok(ask(whole)?.includes("backend"));
    assert.ok(!ask(changed)?.includes("backend"));
  });
});
