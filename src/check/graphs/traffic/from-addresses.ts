import type { Service } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import type { Workload } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";
import { type Address, addresses } from "../addresses/addresses.ts";
import { unheardAddresses } from "../addresses/headless.ts";
import { type Pods, podsOfWorld } from "../selectors/pods.ts";
import type { Need } from "./needs.ts";
import { arrivals, directArrivals, isHeadless } from "./service-ports.ts";

/** A workload talks to the Services whose addresses it is given. */
export function needsOfAddresses(world: World): Need[] {
  // Told for its port: policies cannot know of one that nobody listens on.
  const wrong = new Set(unheardAddresses(world).map(({ address }) => address));
  return addresses(world).flatMap((address) =>
    isCalled(address) && !wrong.has(address) && !isOfMesh(address)
      ? usersOf(address).flatMap((reader) => needsOfReader(world, address, reader))
      : [],
  );
}

/**
 * Whether an address stands in the settings of Istio's mesh: what it extends asks there, where an
 * AuthorizationPolicy says so, and not who reads the settings.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 */
function isOfMesh({ item, path }: Address): boolean {
  return /^istio(?:-|$)/.test(item.name) && path.steps().at(-1) === "mesh";
}

/** Of those who are given a whole ConfigMap for their environment, the ones that may use this. */
export function usersOf({ item, path, readers }: Address): readonly Workload[] {
  return readers.filter(
    (reader) => reader.item.group !== "batch" || isAskedFor(reader, item, path),
  );
}

/** Whether a reader is one of several that are given all of a ConfigMap, whether they use it or not. */
export function isShared({ item, path, readers }: Address, reader: Workload): boolean {
  return readers.length > 1 && !isAskedFor(reader, item, path);
}

/** Whether a workload names the very value, or has it as a file. */
function isAskedFor({ item, spec, containers }: Workload, from: Item, path: FieldPath): boolean {
  if (item === from) return true;
  const key = path.steps().at(-1);
  const isMounted = (spec.volumes ?? []).some(
    ({ configMap, secret }) => (configMap?.name ?? secret?.secretName) === from.name,
  );
  return (
    isMounted ||
    containers.some(({ container }) =>
      (container.env ?? []).some(({ valueFrom }) => {
        const ref = valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef;
        return ref?.name === from.name && ref.key === key;
      }),
    )
  );
}

/** Names of values that say where something is, without anybody calling it. */
const TOLD =
  /origin|cors|allowed|public|external|self|callback|redirect|advertis|listen|bind|link/i;
const HOST = /host$/i;
/** @see https://www.postgresql.org/docs/current/libpq-envars.html */
const USUAL_PORTS: Readonly<Record<string, number>> = { PGHOST: 5432 };

function isCalled({ name, evidence }: Address): boolean {
  return (evidence !== "service" || HOST.test(name)) && !TOLD.test(name);
}

const podsOfItem = once(
  (world): ReadonlyMap<Item, Pods> => new Map(podsOfWorld(world).map((pods) => [pods.item, pods])),
);

function needsOfReader(world: World, address: Address, reader: Workload): Need[] {
  const { item, path, host, name, port = USUAL_PORTS[name] } = address;
  const from = podsOfItem(world).get(reader.item);
  const service = from && serviceOf(world, host, reader.item.namespace);
  if (!service) return [];
  const shared = isShared(address, reader) ? { shared: true as const } : {};
  const arrived = arrivalsOf(world, service, port);
  return arrived
    .filter(({ pods }) => pods.item !== from.item)
    .map(({ pods, port: number, protocol }) => {
      const ends = { from, to: pods, port: number, protocol };
      const because = name === "" ? host : name;
      return { ...ends, ...shared, service: `${host} ${port}`, item, path, because };
    });
}

function arrivalsOf(world: World, service: Item<Decoded<Service>>, port: number | undefined) {
  if (!isHeadless(world, service)) return arrivals(world, service, port);
  return port === undefined ? arrivals(world, service, port) : directArrivals(world, service, port);
}

const INSIDE = /^(?:[^.]+\.)?([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?$/;

/** The Service that a host name means to pods of a namespace. */
export function serviceOf(
  world: World,
  host: string,
  namespace: string | undefined,
): Item<Decoded<Service>> | undefined {
  const objects = inventory(world);
  const full = INSIDE.exec(host);
  if (full) return objects.get("Service", full[2], full[1] ?? "");
  const parts = host.split(".");
  if (parts.length === 1) return objects.get("Service", namespace, host);
  if (parts.length > 3) return undefined;
  const [first = "", second = "", third] = parts;
  if (third === undefined) {
    const exact = objects.get("Service", second, first);
    if (exact && exact.namespace === second) return exact;
    // `db-0.db`: a pod of a headless Service.
    const parent = objects.get("Service", namespace, second);
    return parent && isHeadless(world, parent) ? parent : undefined;
  }
  const parent = objects.get("Service", third, second);
  return parent && parent.namespace === third && isHeadless(world, parent) ? parent : undefined;
}
