import { textsOf } from "../../objects/texts.ts";
import { once, type World } from "../../world.ts";
import { type Address, addresses } from "./addresses.ts";
import { meaningOf } from "./meaning.ts";
import { type CalledPort, calledServices } from "./services.ts";
import { variablesOf } from "./variables.ts";

/** An address of a Service that is there, with a port that it does not have. */
export interface Misdialled {
  readonly address: Address;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Those that the Service has. */
  readonly ports: readonly CalledPort[];
  /** The one that leads to the very port of the pods. */
  readonly ofPods: CalledPort | undefined;
}

/**
 * The addresses of a world whose port the Service does not have. A headless Service and one that
 * stands for a name outside do not look at ports.
 */
export const misdialled = once((world): readonly Misdialled[] => {
  const services = calledServices(world);
  return addresses(world).flatMap((address): Misdialled[] => {
    const { port } = address;
    if (port === undefined) return [];
    const meaning = meaningOf(world, address);
    if (meaning.kind !== "service" || meaning.service.pod !== undefined) return [];
    const { name, namespace } = meaning.service;
    const all = services.find(name, namespace);
    if (all.length === 0) return [];
    if (all.some((each) => each.isHeadless || each.isExternalName || each.ports.length === 0))
      return [];
    const ports = all.flatMap((each) => each.ports);
    if (ports.some((each) => each.port === port)) return [];
    if (!address.isPortWritten && isWrittenBeside(world, address, ports)) return [];
    const ofPods = ports.find(({ targetPort }) => targetPort === port);
    return [{ address, name, namespace, ports, ofPods }];
  });
});

/** Whether who reads a URL without a port gets the port in another value. */
function isWrittenBeside(
  world: World,
  { item, readers }: Address,
  ports: readonly CalledPort[],
): boolean {
  const numbers = new Set(ports.map(({ port }) => String(port)));
  const isOne = (text: string | undefined) =>
    numbers.has(/(?:^|[=:\s])(\d+)$/.exec(text ?? "")?.[1] ?? "");
  if (item.kind === "ConfigMap" || item.kind === "Secret")
    if (textsOf(item).some(({ text }) => isOne(text.trim()))) return true;
  return readers.some((workload) =>
    workload.containers.some(({ container }) => {
      const { env = [], args = [], command = [] } = container;
      return (
        [...args, ...command].some(isOne) ||
        env.some(({ name = "" }) => isOne(variablesOf(world, workload, container).get(name)))
      );
    }),
  );
}
