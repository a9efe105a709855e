import type { Selector } from "../../../kubernetes/selectors.ts";
import type { Service } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once } from "../../world.ts";
import { indexOfPods, type Selection, selectorOfMap } from "./index-of-pods.ts";

/** A Service that selects pods, and the pods that it selects. */
export interface Selecting {
  readonly service: Item<Decoded<Service>>;
  readonly selector: Selector;
  readonly selection: Selection;
  /** Clients get the pods' own addresses: ports are not translated. */
  readonly isHeadless: boolean;
}

/** The Services that have a selector. An ExternalName has no use for one. */
export const selectingServices = once((world): readonly Selecting[] =>
  inventory(world)
    .all("Service")
    .flatMap((service) => {
      const { selector: labels, type, clusterIP } = service.object.spec ?? {};
      const selector = selectorOfMap(labels);
      if (selector.length === 0 || type === "ExternalName") return [];
      const selection = indexOfPods(world).select(selector, service.namespace);
      return [{ service, selector, selection, isHeadless: clusterIP === "None" }];
    }),
);
