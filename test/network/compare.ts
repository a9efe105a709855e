import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type { Endpoint, NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import { addresses, type Row } from "./thebot-table.ts";
import { type Group, podsElsewhere } from "./world.ts";

/** Ports that somebody in the cluster or outside could listen on, and one that nobody does. */
const tcp = [22, 25, 53, 80, 443, 587, 3000, 4444, 5432, 6379, 6443, 8000, 8089, 9121, 9187];
const udp = [53, 4444, 5432];

/** An end of a connection, by the name that the table has for it; `of` is the environment it is in. */
interface End {
  readonly name: string;
  readonly of?: string;
  readonly asks: Endpoint;
  readonly answers: Endpoint;
}

export interface World {
  readonly environment: string;
  readonly groups: readonly Group[];
}

/** Everything that could connect, or be connected to. */
function endsOf(worlds: readonly World[]): readonly End[] {
  return [
    ...worlds.flatMap(({ environment, groups }) =>
      groups.map((group): End => ({ ...group, of: environment })),
    ),
    ...podsElsewhere,
    ...Object.entries(addresses).map(([name, address]): End => {
      const end = { address };
      return { name, asks: end, answers: end };
    }),
  ];
}

/** What the table allows, as `from > to tcp/port`. */
function spelled(table: readonly Row[]): Set<string> {
  return new Set(
    table.flatMap(({ from, to, ports, udp: datagrams = [] }) =>
      from.flatMap((asks) =>
        to.flatMap((answers) => [
          ...ports.map((port) => `${asks} > ${answers} tcp/${port}`),
          ...datagrams.map((port) => `${asks} > ${answers} udp/${port}`),
        ]),
      ),
    ),
  );
}

/**
 * Plays every connection in which a pod of an environment takes part, on every port, and says where
 * the policies and the table differ. Two ends of different environments are never connected.
 */
export function differences(
  policies: readonly NetworkPolicy[],
  worlds: readonly World[],
  table: readonly Row[],
): string[] {
  const evaluator = evaluateNetworkPolicies(policies);
  const allowed = spelled(table);
  const found: string[] = [];
  const ends = endsOf(worlds);
  for (const from of ends) {
    for (const to of ends) {
      if (from.of === undefined && to.of === undefined) continue;
      const apart = from.of !== undefined && to.of !== undefined && from.of !== to.of;
      for (const [protocol, ports] of [
        ["TCP", tcp],
        ["UDP", udp],
      ] as const) {
        for (const port of ports) {
          const name = `${from.name} > ${to.name} ${protocol.toLowerCase()}/${port}`;
          const wanted = !apart && allowed.has(name);
          const traffic = { from: from.asks, to: to.answers, port, protocol };
          if (evaluator.allowed(traffic) === wanted) continue;
          const where = apart ? `${from.of} > ${to.of}` : (from.of ?? to.of);
          found.push(`${where}: ${name} is ${wanted ? "closed" : "open"}`);
        }
      }
    }
  }
  return found;
}

/** Ports in the table, or of pods, that are not played. */
export function portsLeftOut(worlds: readonly World[], table: readonly Row[]): number[] {
  const pods = worlds.flatMap(({ groups }) =>
    groups.flatMap(({ asks }) => (asks.ports ?? []).map(({ containerPort }) => containerPort)),
  );
  return [...pods, ...table.flatMap(({ ports }) => ports)].filter((port) => !tcp.includes(port));
}
