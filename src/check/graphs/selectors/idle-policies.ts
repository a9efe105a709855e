import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { foundAt } from "../../objects/found.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import type { FoundInObject } from "../../rule.ts";
import { once } from "../../world.ts";
import { absence } from "./absent.ts";
import { readSelector, showSelector } from "./index-of-pods.ts";

/** What a part of a tree lets in may be in another part; a platform is here as a whole. */
export function isWhole({ subject }: Item<unknown>): boolean {
  return subject.from === undefined;
}

/** NetworkPolicies that select no pod, with what is told of each. */
export const idlePolicies = once((world): ReadonlyMap<Item<unknown>, FoundInObject> => {
  const all = inventory(world)
    .all("NetworkPolicy")
    .flatMap((policy): [Item<unknown>, FoundInObject][] => {
      const read = readSelector(policy.object.spec?.podSelector);
      const absent = read && absence(world, read, policy, policy.name);
      // A policy lies beside the pods that it is for.
      if (!absent || !(absent.isMistaken || absent.isAmongOthers || isWhole(policy))) return [];
      const message = `no pod has the labels ${showSelector(read)}`;
      return [[policy, foundAt(policy, PATH, message, absent.fix)]];
    });
  return new Map(all);
});

const PATH = FieldPath.root.field("spec", "podSelector");
