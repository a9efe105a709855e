import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { inventory } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import type { Need } from "./needs.ts";
import { allArrivals } from "./service-ports.ts";
import { outside } from "./strangers.ts";

/** What a Service takes in from outside comes to its pods from an address of a node or a client. */
export function needsOfLoadBalancers(world: World): Need[] {
  return inventory(world)
    .all("Service")
    .flatMap((item) => {
      const { type } = item.object.spec ?? {};
      if (type !== "LoadBalancer" && type !== "NodePort") return [];
      return allArrivals(world, item).map(({ pods, port, protocol }) => ({
        from: outside,
        to: pods,
        port,
        protocol,
        item,
        // Of its ports some are meant for the cluster alone.
        service: item.name,
        path: FieldPath.root.field("spec", "type"),
        because: `Service ${item.name}, a ${type}`,
      }));
    });
}
