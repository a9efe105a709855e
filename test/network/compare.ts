import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type { Endpoint, NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import { addresses, type Row, usualDatagrams, usualPorts } from "./table.ts";
import { podsElsewhere, type World } from "./world.ts";

/** An end of a connection, by the name that the table has for it; `of` is the environment it is in. */
interface End {
  readonly name: string;
  readonly of?: string;
  readonly asks: Endpoint;
  readonly answers: Endpoint;
}

/** Everything that could connect, or be connected to. */
function endsOf(worlds: readonly World[]): readonly End[] {
  return [
    ...worlds.flatMap(({ environment, groups }) =>
      groups.map((group): End => ({ ...group, of: environment })),
    ),
    ...podsElsewhere(worlds[0]?.groups ?? []),
    ...Object.entries(addresses).map(([name, address]): End => {
      const end = { address };
      return { name, asks: end, answers: end };
    }),
  ];
}

/** What the table allows in one environment, as `from > to tcp/port`. */
function spelled(table: readonly Row[], environment: string): Set<string> {
  return new Set(
    table
      .filter((row) => row.in?.includes(environment) ?? true)
      .flatMap(({ from, to, ports, udp = [] }) =>
        from.flatMap((asks) =>
          to.flatMap((answers) => [
            ...ports.map((port) => `${asks} > ${answers} tcp/${port}`),
            ...udp.map((port) => `${asks} > ${answers} udp/${port}`),
          ]),
        ),
      ),
  );
}

/** Every port that a pod declares, that a row names, or that is usual. */
function portsOf(worlds: readonly World[], table: readonly Row[]): readonly number[] {
  const declared = worlds.flatMap(({ groups }) =>
    groups.flatMap(({ asks }) => (asks.ports ?? []).map(({ containerPort }) => containerPort)),
  );
  return [...new Set([...declared, ...table.flatMap(({ ports }) => ports), ...usualPorts])];
}

/**
 * Plays every connection in which a pod of an environment takes part, on every port, and says where
 * the policies and the table differ. Two ends of different environments are never connected.
 */
export function* differing(
  policies: readonly NetworkPolicy[],
  worlds: readonly World[],
  table: readonly Row[],
): Generator<string> {
  const evaluator = evaluateNetworkPolicies(policies);
  const allowed = new Map(
    worlds.map(({ environment }) => [environment, spelled(table, environment)]),
  );
  const ends = endsOf(worlds);
  const protocols = [
    ["TCP", portsOf(worlds, table)],
    ["UDP", usualDatagrams],
  ] as const;
  for (const from of ends) {
    for (const to of ends) {
      const environment = from.of ?? to.of;
      if (environment === undefined) continue;
      const apart = from.of !== undefined && to.of !== undefined && from.of !== to.of;
      for (const [protocol, ports] of protocols) {
        for (const port of ports) {
          const name = `${from.name} > ${to.name} ${protocol.toLowerCase()}/${port}`;
          const wanted = !apart && allowed.get(environment)?.has(name) === true;
          const traffic = { from: from.asks, to: to.answers, port, protocol };
          if (evaluator.allowed(traffic) === wanted) continue;
          const where = apart ? `${from.of} > ${to.of}` : environment;
          yield `${where}: ${name} is ${wanted ? "closed" : "open"}`;
        }
      }
    }
  }
}

/** All differences at once. */
export function differences(...given: Parameters<typeof differing>): string[] {
  return [...differing(...given)];
}
