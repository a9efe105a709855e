import { isFields } from "../../../kubernetes/fields.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import type { Need } from "./needs.ts";
import { arrivals } from "./service-ports.ts";
import { ingressController } from "./strangers.ts";

const GROUP = "gateway.networking.k8s.io";
const KINDS = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"];

/** The proxies of a Gateway send what they take in to the pods behind the Services of its routes. */
export function needsOfRoutes(world: World): Need[] {
  return KINDS.flatMap((kind) =>
    inventory(world)
      .of(GROUP, kind)
      .flatMap((item) => (isOfGateway(item) ? needsOf(world, item) : [])),
  );
}

/** A route may also belong to a Service, in a mesh. */
function isOfGateway({ object }: Item): boolean {
  return fields(fields([object.spec])[0]?.parentRefs).some(
    ({ kind }) => kind === undefined || kind === "Gateway",
  );
}

function needsOf(world: World, item: Item): Need[] {
  const rules = fields(fields([item.object.spec])[0]?.rules);
  return rules.flatMap((rule, index) =>
    fields(rule.backendRefs).flatMap((backend, at): Need[] => {
      const { kind = "Service", group = "", name, namespace = item.namespace, port } = backend;
      if (kind !== "Service" || group !== "" || typeof name !== "string") return [];
      const within = typeof namespace === "string" ? namespace : undefined;
      const service = inventory(world).get("Service", within, name);
      if (!service || typeof port !== "number") return [];
      const spec = FieldPath.root.field("spec", "rules").index(index);
      return arrivals(world, service, port).map(({ pods, port: number, protocol }) => ({
        from: ingressController,
        to: pods,
        port: number,
        protocol,
        item,
        service: `${name} ${port}`,
        path: spec.field("backendRefs").index(at),
        because: `${item.kind} ${item.name}`,
      }));
    }),
  );
}

/** The objects of a list; of what is no list none. */
function fields(list: unknown) {
  return Array.isArray(list) ? list.filter(isFields) : [];
}
