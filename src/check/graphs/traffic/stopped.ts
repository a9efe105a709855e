import type { FoundInObject } from "../../rule.ts";
import type { World } from "../../world.ts";
import type { Need } from "./needs.ts";
import { lets, type Place, placeOf } from "./place.ts";
import { itemOfPolicy } from "./policies.ts";
import { replacedPorts, translated } from "./policy-ports.ts";
import { type Blockade, blockades, isStranger, type Party } from "./reach.ts";
import { outside } from "./strangers.ts";
import { nameOf, type Stopped, told } from "./told.ts";

/** One finding for each end that is closed, with everybody who suffers from it. */
export function stopped(world: World, needs: readonly Need[]): FoundInObject[] {
  const asked = new Map<string, readonly Blockade[]>();
  const ask = (need: Need) => {
    const key = connectionOf(need);
    const known = asked.get(key) ?? blockades(world, need);
    asked.set(key, known);
    return known;
  };
  const closed = needs.flatMap((need) => ask(need).map((blockade) => ({ need, blockade })));
  if (closed.length === 0) return [];
  // Of several workloads behind a Service it is enough that one answers.
  const open = new Set(needs.filter((need) => ask(need).length === 0).map(questionOf));
  const sure = closed
    .filter(({ need }) => !open.has(questionOf(need)))
    .filter(({ blockade }) => !namesServicePort(world, blockade));
  const own = sure.filter(({ need }) => need.shared === undefined);
  const used = new Set(needs.filter((need) => open.has(questionOf(need))).map(sharedOf));
  const shared = Map.groupBy(
    sure.filter(({ need }) => need.shared !== undefined && !used.has(sharedOf(need))),
    ({ need }) => sharedOf(need),
  );
  const all = [...own, ...[...shared.values()].flatMap(firstEnd)];
  const named = new Set(all.filter(({ need }) => need.shared).map(endOf));
  const causes = all.filter((each) => !each.need.isOpened || !named.has(endOf(each)));
  const alike = [...Map.groupBy(causes, causeOf).values()].map((group): Told => {
    const places = group.map(({ blockade }) => placeOf(world, blockade));
    const [place] = places.sort((a, b) => a.rank - b.rank) as [Place, ...Place[]];
    return { group, place };
  });
  const together = Map.groupBy(alike, placeKey);
  return [...together.values()].map((all) => {
    const [{ place }] = all as [Told, ...Told[]];
    return told(
      place,
      all.flatMap(({ group }) => group),
    );
  });
}

/** Whether a rule means the connection, and names the port of the Service: that is told by itself. */
function namesServicePort(world: World, blockade: Blockade): boolean {
  const { direction, pods, other, port, isolatedBy } = blockade;
  const target = direction === "Ingress" ? pods : other;
  if (isStranger(target)) return false;
  return replacedPorts(world).some(({ named: { item, peers, port: written } }) => {
    const policy = isolatedBy.find((each) => itemOfPolicy(world).get(each) === item);
    const isIt = policy && typeof written.port === "number";
    if (!isIt || translated(world, target, written.port as number)?.to !== port) return false;
    return lets(world, blockade, policy, direction === "Ingress" ? { from: peers } : { to: peers });
  });
}

interface Told {
  readonly group: readonly Stopped[];
  readonly place: Place;
}

/** Of one rule, and for the same others, all pods are told at once. */
function placeKey({ group, place: { item, path } }: Told): string {
  const { kind, namespace, name } = item;
  const others = new Set(group.map(({ blockade }) => nameOf(blockade.other)));
  const [{ blockade }] = group as [Stopped, ...Stopped[]];
  const pods = blockade.direction === "Ingress" ? "" : nameOf(blockade.pods);
  return JSON.stringify([kind, namespace, name, path.toString(), [...others].sort(), pods]);
}

/**
 * What several workloads are given, not all of them use: it is a fault where none of them can use
 * it, and then it is one, wherever it is stopped.
 */
function firstEnd(group: readonly Stopped[]): readonly Stopped[] {
  const entering = group.filter(({ blockade }) => blockade.direction === "Ingress");
  return entering.length > 0 ? entering : group;
}

/** One end of a connection that is closed. */
function endOf({ need, blockade }: Stopped): string {
  return `${blockade.direction}/${connectionOf(need)}`;
}

function connectionOf({ from, to, port, protocol }: Need): string {
  return [identityOf(from), identityOf(to), port, protocol].join();
}

function identityOf(party: Party): string {
  if (isStranger(party)) return party.name;
  const { group, kind, namespace, name } = party.item;
  return `${group}/${kind}/${namespace}/${name}`;
}

function questionOf({ from, item, path, service }: Need): string {
  const { kind, namespace, name } = item;
  return JSON.stringify([nameOf(from), kind, namespace, name, path.toString(), service]);
}

function sharedOf({ item, path, service, shared }: Need): string | undefined {
  const { kind, namespace, name } = item;
  return shared && JSON.stringify([kind, namespace, name, path.toString(), service]);
}

function causeOf({ need, blockade }: Stopped): string {
  const { direction, pods, other, port, protocol } = blockade;
  const isOfMany = direction === "Egress" && need.shared !== undefined;
  const { kind, namespace, name } = isOfMany ? need.item : pods.item;
  const far = direction === "Egress" ? nameOf(other) : "";
  const number = need.from === outside ? need.item.name : port;
  return JSON.stringify([direction, kind, namespace, name, number, protocol, far]);
}
