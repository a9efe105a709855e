import { titleOf } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import type { World } from "../../world.ts";
import { rightsOf } from "./api-access.ts";
import { cutOff, podsUnderPolicies } from "./isolated.ts";
import { placeOf } from "./place.ts";
import { namesOf } from "./policies.ts";
import { apiServer } from "./strangers.ts";

/** Its Service's port, and those of API servers themselves; microk8s has the last. */
const PORTS = [6443, 443, 8443, 16443];

/** Pods that have rights to the API, and are not let out to it. */
export function apiServerBlocked(world: World): FoundInObject[] {
  return podsUnderPolicies(world).flatMap((pods): FoundInObject[] => {
    const rights = rightsOf(world, pods);
    const blockade = rights && cutOff(world, pods, apiServer, "TCP", PORTS);
    if (!blockade) return [];
    const { item, path } = placeOf(world, blockade);
    const verb = blockade.isolatedBy.length === 1 ? "does" : "do";
    return [
      {
        subject: item.subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value",
        message: `${namesOf(blockade.isolatedBy)} ${verb} not let ${titleOf(pods.item)} out to the API server, to which ${titleOf(rights)} gives it rights`,
      },
    ];
  });
}
