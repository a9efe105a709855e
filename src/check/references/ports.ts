import { quote } from "../../kubernetes/text.ts";
import type { Target } from "../objects/inventory.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { World } from "../world.ts";
import { Place } from "./place.ts";
import { isUnclear } from "./whole.ts";

/** A port of a Service. */
export interface ServicePort {
  readonly name: string | undefined;
  readonly port: number | undefined;
  /** Of the pods. */
  readonly target: string | number | undefined;
}

/**
 * The ports of the Services that a name may mean; undefined where they cannot be told: of one that
 * is not in the input, that stands in it twice, or that is a name of something outside.
 */
export function portsOf(world: World, target: Target): readonly ServicePort[] | undefined {
  const services = inventory(world).meant(target);
  if (services.some((service) => isUnclear(world, service))) return undefined;
  const all = services.map(portsIn);
  return all.length === 0 || all.includes(undefined)
    ? undefined
    : all.flatMap((ports) => ports ?? []);
}

/** Undefined for a Service that has none to choose from. */
export function portsIn(service: Item): readonly ServicePort[] | undefined {
  const spec = Place.of(service).at("spec");
  const ports = spec.list("ports");
  if (spec.at("type").text === "ExternalName" || ports.length === 0) return undefined;
  return ports.map((port) => ({
    name: port.at("name").text,
    port: port.at("port").number,
    target: port.at("targetPort").number ?? port.at("targetPort").text,
  }));
}

/** As a person knows them: `http (80), 9090`. */
export function portNames(ports: readonly ServicePort[]): string {
  return ports
    .map(({ name, port }) => (name === undefined ? `${port}` : `${name} (${port})`))
    .join(", ");
}

/** What to write in place of a port that is not there. */
export function portFix(asked: string | number, ports: readonly ServicePort[]): string | undefined {
  const [only] = ports;
  const same = ports.find(({ target }) => target === asked);
  const write = typeof asked === "number" ? same?.port : same?.name;
  if (write !== undefined)
    return `${quote(String(asked))} is the pods' port, and the Service's is asked for: write ${write}`;
  if (ports.length > 1 || !only) return undefined;
  const one = typeof asked === "number" ? only.port : only.name;
  return one === undefined ? undefined : `write ${one}`;
}
