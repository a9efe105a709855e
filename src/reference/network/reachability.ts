import { evaluateNetworkPolicies } from "../../kubernetes/network-policy.ts";
import type { NetworkPolicy } from "../../kubernetes/network-policy-types.ts";
import type { Given } from "../given.ts";
import type { Workload } from "../workloads.ts";
import { families, type Place, placesOf, policiesOf } from "./places.ts";
import { plainPorts, portTexts, type Socket } from "./sockets.ts";

/** Who may connect to pods of the platform. */
export interface Arrival {
  readonly to: string;
  readonly ports: readonly string[];
  readonly from: readonly string[];
}

/** Where pods of the platform may connect to outside of it. */
export interface Departure {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly string[];
}

/** What the rendered policies let through; whatever is not in here is closed. */
export interface Reachability {
  readonly arrivals: readonly Arrival[];
  readonly departures: readonly Departure[];
}

/** Who can reach whom, and how many connections were played through the policies to know. */
export interface Played extends Reachability {
  readonly played: number;
}

/** Plays a connection from every place to every other, on every port that somebody could mean. */
export function reachabilityOf(given: Given, workloads: readonly Workload[]): Played {
  const policies = policiesOf(given);
  const places = placesOf(given, workloads);
  const namespaces = [{ name: given.resolved.namespace }];
  const evaluator = evaluateNetworkPolicies(policies, namespaces);
  const sockets = socketsIn(policies, workloads);
  let played = 0;
  const open = (from: Place, to: Place): readonly string[] => {
    played += sockets.length;
    const allowed = sockets.filter(({ port, protocol }) =>
      evaluator.allowed({ from: from.asks, to: to.answers, port, protocol }),
    );
    return portTexts(allowed, sockets);
  };
  const here = places.filter(({ where }) => where === "here");
  const away = places.filter(({ where }) => where !== "here");
  const arrivals = here.flatMap((to) => arrivalsAt(to, places, open));
  const departures = here.flatMap((from) => departuresFrom(from, away, open));
  return { arrivals, departures: grouped(departures), played };
}

type Open = (from: Place, to: Place) => readonly string[];

function arrivalsAt(to: Place, places: readonly Place[], open: Open): Arrival[] {
  return byPort(places, (from) => open(from, to)).map(({ names, ports }) => ({
    to: to.name,
    ports,
    from: together(names, places),
  }));
}

function departuresFrom(from: Place, away: readonly Place[], open: Open): Departure[] {
  return byPort(away, (to) => open(from, to)).map(({ names, ports }) => ({
    from: [from.name],
    to: together(names, away),
    ports,
  }));
}

/** The ports that are open at places, those together that are open at the same places. */
function byPort(
  places: readonly Place[],
  open: (place: Place) => readonly string[],
): { names: readonly string[]; ports: readonly string[] }[] {
  const names = new Map<string, string[]>();
  for (const place of places)
    for (const port of open(place)) names.set(port, [...(names.get(port) ?? []), place.name]);
  const alike = Map.groupBy(names, ([, at]) => at.join("\n"));
  return [...alike.values()].map((rows) => ({
    names: rows[0]?.[1] ?? [],
    ports: rows.map(([port]) => port),
  }));
}

/** One row for all who may go to the same places on the same ports. */
function grouped(departures: readonly Departure[]): Departure[] {
  const rows = Map.groupBy(departures, ({ to, ports }) => JSON.stringify([to, ports]));
  return [...rows.values()].map((alike) => ({
    from: alike.flatMap(({ from }) => from),
    to: alike[0]?.to ?? [],
    ports: alike[0]?.ports ?? [],
  }));
}

/** Names of places, with one name for families of places that are complete. */
function together(names: readonly string[], all: readonly Place[]): readonly string[] {
  const away = all.filter(({ where }) => where !== "here").map(({ name }) => name);
  const complete = Object.entries({ "everything outside the namespace": away, ...families });
  let left = [...names];
  for (const [family, members] of complete) {
    if (!members.every((member) => left.includes(member))) continue;
    const at = left.indexOf(members[0] ?? "");
    left[at] = family;
    left = left.filter((name, index) => index === at || !members.includes(name));
  }
  return left;
}

function socketsIn(policies: readonly NetworkPolicy[], workloads: readonly Workload[]): Socket[] {
  const listening = workloads.flatMap(({ pod }) =>
    [...pod.containers, ...(pod.initContainers ?? [])].flatMap(({ ports = [] }) =>
      ports.map(({ containerPort }) => containerPort),
    ),
  );
  const named = policies.flatMap(({ spec }) =>
    [...(spec?.ingress ?? []), ...(spec?.egress ?? [])].flatMap(({ ports = [] }) =>
      ports.flatMap(({ port, endPort }) => [port, endPort].filter((each) => each !== undefined)),
    ),
  );
  return plainPorts([...listening, ...named.filter((port) => typeof port === "number")]);
}
