import type { IngressBackend } from "../../../kubernetes/types/networking.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import type { Need } from "./needs.ts";
import { arrivals } from "./service-ports.ts";
import { cloudLoadBalancer, ingressController, type Stranger } from "./strangers.ts";

/** Classes whose controllers make a load balancer of the cloud. */
const CLOUD = /^(alb|gce|gce-internal|azure-application-gateway|azure\/application-gateway)$/;
const OLD_CLASS = "kubernetes.io/ingress.class";

/** The controller sends what it takes in to the pods behind the Services of an Ingress. */
export function needsOfIngresses(world: World): Need[] {
  return inventory(world)
    .all("Ingress")
    .flatMap((item) => {
      const spec = FieldPath.root.field("spec");
      const { defaultBackend, rules = [], ingressClassName } = item.object.spec ?? {};
      const className = ingressClassName ?? item.object.metadata?.annotations?.[OLD_CLASS] ?? "";
      const from = CLOUD.test(className) ? cloudLoadBalancer : ingressController;
      return [
        ...needsOf(world, item, from, defaultBackend, spec.field("defaultBackend")),
        ...rules.flatMap(({ http }, rule) =>
          (http?.paths ?? []).flatMap(({ backend }, index) => {
            const path = spec.field("rules").index(rule).field("http", "paths").index(index);
            return needsOf(world, item, from, backend, path.field("backend"));
          }),
        ),
      ];
    });
}

function needsOf(
  world: World,
  item: Item,
  from: Stranger,
  backend: Decoded<IngressBackend> | undefined,
  path: FieldPath,
): Need[] {
  const { name = "", port } = backend?.service ?? {};
  const service = inventory(world).get("Service", item.namespace, name);
  if (!service) return [];
  return arrivals(world, service, port?.number ?? port?.name).map(
    ({ pods, port: number, protocol }) => ({
      from,
      to: pods,
      port: number,
      protocol,
      item,
      path: path.field("service"),
      service: `${name} ${port?.number ?? port?.name}`,
      because: `Ingress ${item.name}`,
    }),
  );
}
