import { isSameNamespace } from "../../objects/inventory.ts";
import { once } from "../../world.ts";
import { declaredPorts } from "../selectors/ports.ts";
import { type Selecting, selectingServices } from "../selectors/services.ts";
import { type Address, addresses } from "./addresses.ts";
import { meaningOf, type ServiceName } from "./meaning.ts";

/** An address of pods behind a headless Service, with a port that they do not declare. */
export interface Unheard {
  readonly address: Address;
  readonly service: ServiceName;
  /** Those that the pods declare. */
  readonly ports: readonly number[];
}

const headlessByName = once((world) =>
  Map.groupBy(
    selectingServices(world).filter(({ isHeadless }) => isHeadless),
    ({ service }) => service.name,
  ),
);

/** The addresses whose port neither a headless Service nor any of its pods declares. */
export const unheardAddresses = once((world): readonly Unheard[] =>
  addresses(world).flatMap((address): Unheard[] => {
    const { port, isPortWritten } = address;
    if (port === undefined || !isPortWritten) return [];
    const meaning = meaningOf(world, address);
    if (meaning.kind !== "service") return [];
    const { service } = meaning;
    const all = (headlessByName(world).get(service.name) ?? []).filter((each) =>
      isSameNamespace(each.service.namespace, service.namespace),
    );
    const ports = all.map(portsOf);
    if (ports.length === 0 || ports.some((each) => each === undefined)) return [];
    const known = ports.flatMap((each) => each ?? []);
    return known.includes(port) ? [] : [{ address, service, ports: [...new Set(known)] }];
  }),
);

/** Undefined where pods may listen elsewhere: those that declare nothing, and unknown ones. */
function portsOf({ service, selection: { pods } }: Selecting): number[] | undefined {
  if (pods.length === 0) return undefined;
  const declared = pods.map((each) => declaredPorts(each) ?? []);
  if (declared.some((each) => each.length === 0)) return undefined;
  const written = (service.object.spec?.ports ?? []).flatMap(({ port, targetPort }) => [
    port,
    targetPort,
  ]);
  return [...declared.flat().map(({ number }) => number), ...written].filter(
    (port): port is number => typeof port === "number",
  );
}
