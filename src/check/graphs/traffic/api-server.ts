import type { Item } from "../../objects/inventory.ts";
import { listedItems } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import type { World } from "../../world.ts";
import { areCollapsed } from "../kustomize/selectors.ts";
import { rivals } from "../selectors/own.ts";
import { rightsOf } from "./api-access.ts";
import { cutOff, podsUnderPolicies } from "./isolated.ts";
import { type Place, placeOf } from "./place.ts";
import { namesOf } from "./policies.ts";
import type { Blockade } from "./reach.ts";
import { apiServer } from "./strangers.ts";

/** Its Service's port, and those of API servers themselves; microk8s has the last. */
const PORTS = [6443, 443, 8443, 16443];

/** Pods that have rights to the API, and are not let out to it. */
interface Kept {
  readonly rights: Item;
  readonly blockade: Blockade;
  readonly place: Place;
}

/** One finding for each place where they are to be let out. */
export function apiServerBlocked(world: World): FoundInObject[] {
  // Of pods that have the labels of others too nobody can say which ones a policy is for.
  const mixed = new Set(rivals(world).flat());
  const kept = podsUnderPolicies(world).flatMap((pods): Kept[] => {
    const rights = rightsOf(world, pods);
    const blockade = rights && cutOff(world, pods, apiServer, "TCP", PORTS);
    if (!blockade || mixed.has(pods) || areCollapsed(world, [pods.item])) return [];
    return [{ rights, blockade, place: placeOf(world, blockade) }];
  });
  return [...Map.groupBy(kept, keyOf).values()].map((group) => {
    const [{ blockade, place }] = group as [Kept, ...Kept[]];
    const policies = blockade.isolatedBy;
    const pods = listedItems(group.map((each) => each.blockade.pods.item));
    const bindings = [...new Set(group.map(({ rights }) => rights))];
    const gives = `${listedItems(bindings)} ${bindings.length === 1 ? "gives" : "give"}`;
    const whom = group.length === 1 ? "it" : "them";
    return {
      subject: place.item.subject,
      steps: place.path.steps(),
      path: place.path.toString(),
      part: "value",
      message: `${namesOf(policies)} ${policies.length === 1 ? "does" : "do"} not let ${pods} out to the API server, to which ${gives} ${whom} rights`,
    };
  });
}

function keyOf({ blockade, place: { item, path } }: Kept): string {
  const { kind, namespace, name } = item;
  return JSON.stringify([kind, namespace, name, path.toString(), namesOf(blockade.isolatedBy)]);
}
