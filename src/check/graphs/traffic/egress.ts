import { listed, listedItems } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import type { World } from "../../world.ts";
import { podsUnderPolicies } from "./isolated.ts";
import { type Outgoing, outgoing } from "./outside-hosts.ts";
import { placeOf } from "./place.ts";
import { namesOf } from "./policies.ts";
import { type Blockade, blockades } from "./reach.ts";
import { outside } from "./strangers.ts";

interface Stopped {
  readonly way: Outgoing;
  readonly blockade: Blockade;
}

/** Hosts outside that workloads are told to connect to, and are not let out to. */
export function egressBlocked(world: World): FoundInObject[] {
  const podsOf = new Map(podsUnderPolicies(world).map((pods) => [pods.item, pods]));
  if (podsOf.size === 0) return [];
  // What several are given is used by some of them: it is open where one of them is let out.
  const open = new Set<Outgoing["address"]>();
  const all = outgoing(world).flatMap((way): Stopped[] => {
    const pods = podsOf.get(way.reader.item);
    const connection = pods && { from: pods, to: outside, port: way.port, protocol: "TCP" };
    const [blockade] = connection ? blockades(world, connection) : [];
    if (!blockade && way.isShared) open.add(way.address);
    return blockade ? [{ way, blockade }] : [];
  });
  const sure = all.filter(({ way }) => !way.isShared || !open.has(way.address));
  const alike = Map.groupBy(sure, causeOf);
  return [...alike.values()].map((group) => told(world, group));
}

function causeOf({ way, blockade }: Stopped): string {
  const { kind, namespace, name } = way.isShared ? way.address.item : blockade.pods.item;
  return JSON.stringify([kind, namespace, name, way.port]);
}

function told(world: World, group: readonly Stopped[]): FoundInObject {
  const [{ blockade }] = group as [Stopped, ...Stopped[]];
  const { port, isolatedBy } = blockade;
  const { item, path, policy } = placeOf(world, blockade);
  const whom = listedItems(group.map((each) => each.blockade.pods.item));
  const hosts = listed([...new Set(group.map(({ way }) => way.address.host))]);
  const names = listed([...new Set(group.map(({ way }) => way.address.name))].filter(Boolean));
  const verb = isolatedBy.length === 1 ? "does" : "do";
  const because = names === "" ? "" : `, needed by ${names}`;
  const where = policy
    ? `add to spec.egress of NetworkPolicy ${policy.metadata?.name}`
    : "add to spec.egress of a NetworkPolicy for it";
  return {
    subject: item.subject,
    steps: path.steps(),
    path: path.toString(),
    part: "value",
    message: `${namesOf(isolatedBy)} ${verb} not let ${whom} out to ${hosts} on TCP ${port}${because}`,
    fix: `${where}: { to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: ${port} }] }`,
  };
}
