import type { Service, ServicePort } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { Item } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { isAside, isJob, type Pods } from "../selectors/pods.ts";
import { type Selecting, selectingServices } from "../selectors/services.ts";

/** Where connections to a Service arrive. */
export interface Arrival {
  readonly pods: Pods;
  /** On the pod. */
  readonly port: number;
  readonly protocol: string;
}

const selecting = once(
  (world): ReadonlyMap<Item, Selecting> =>
    new Map(selectingServices(world).map((each) => [each.service, each])),
);

/** The pods behind a port of a Service, by its number or name; none where nothing is known of them. */
export function arrivals(
  world: World,
  service: Item<Decoded<Service>>,
  wanted: number | string | undefined,
): Arrival[] {
  const found = selecting(world).get(service);
  const port = portOf(service, wanted);
  if (!found || !port) return [];
  return arrivalsAt(found, port);
}

/** {@link arrivals} of a client that asks for the pods' addresses by name, and uses its own port. */
export function directArrivals(
  world: World,
  service: Item<Decoded<Service>>,
  port: number,
): Arrival[] {
  const found = selecting(world).get(service);
  if (!found) return [];
  const { protocol = "TCP" } = portOf(service, port) ?? {};
  return lasting(found).map((pods) => ({ pods, port, protocol }));
}

export function isHeadless(world: World, service: Item<Decoded<Service>>): boolean {
  return selecting(world).get(service)?.isHeadless === true;
}

/** Every port of a Service with what is behind it. */
export function allArrivals(
  world: World,
  service: Item<Decoded<Service>>,
): (Arrival & { readonly servicePort: Decoded<ServicePort> })[] {
  const found = selecting(world).get(service);
  if (!found) return [];
  return (service.object.spec?.ports ?? []).flatMap((servicePort) =>
    arrivalsAt(found, servicePort).map((arrival) => ({ ...arrival, servicePort })),
  );
}

function portOf({ object }: Item<Decoded<Service>>, wanted: number | string | undefined) {
  const ports = object.spec?.ports ?? [];
  if (wanted === undefined) return ports.length === 1 ? ports[0] : undefined;
  return ports.find(({ name, port }) => name === wanted || port === wanted);
}

function arrivalsAt(found: Selecting, { port, targetPort, protocol }: Decoded<ServicePort>) {
  const target = targetPort ?? port;
  return lasting(found).flatMap((pods): Arrival[] => {
    const number = typeof target === "string" ? portNamed(pods, target, protocol) : target;
    return number === undefined ? [] : [{ pods, port: number, protocol: protocol ?? "TCP" }];
  });
}

/** Pods that run once are selected by accident, when all pods have one label. */
function lasting({ selection }: Selecting): Pods[] {
  return selection.pods.filter((pods) => !isJob(pods) && !isAside(pods));
}

function portNamed({ containers = [] }: Pods, wanted: string, asked = "TCP"): number | undefined {
  for (const { ports = [] } of containers)
    for (const { name, containerPort, protocol = "TCP" } of ports)
      if (name === wanted && protocol === asked) return containerPort;
  return undefined;
}
