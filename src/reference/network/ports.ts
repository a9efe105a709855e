import type { Service } from "../../kubernetes/types/index.ts";
import { type Environment, tables } from "../environment.ts";
import { nameOf, ofKind, plainName } from "../given.ts";
import { column, joined, type Varying } from "../varying.ts";
import type { Workload } from "../workloads.ts";

/** A port that a container listens on, and the Services that lead to it. */
export interface PortRow {
  readonly component: string;
  readonly container: string;
  readonly port: string;
  readonly numbers: Varying<number>;
  readonly services: Varying<readonly ServiceEntry[]>;
}

export interface ServiceEntry {
  readonly name: string;
  readonly port: number;
  readonly type: "inside" | "headless" | "loadBalancer";
}

/** A Service that picks a workload's pods. */
export interface OwnService {
  readonly name: string;
  readonly type: ServiceEntry["type"];
  readonly ports: readonly {
    readonly name: string | undefined;
    readonly port: number;
    readonly target: string | number;
  }[];
}

export function portRows(environments: readonly Environment[]): readonly PortRow[] {
  return joined(tables(environments, portsIn)).map((row) => {
    const { first } = row;
    return {
      component: first.component,
      container: first.container,
      port: first.name,
      numbers: column(row, ({ number }) => number),
      services: column(row, ({ services }) => services),
    };
  });
}

interface ListeningPort {
  readonly component: string;
  readonly container: string;
  readonly name: string;
  readonly number: number;
  readonly services: readonly ServiceEntry[];
}

function portsIn(environment: Environment): (readonly [string, ListeningPort])[] {
  return environment.workloads.flatMap((workload) => {
    const services = servicesOf(environment, workload);
    const { title, pod } = workload;
    return [...pod.containers, ...(pod.initContainers ?? [])].flatMap((container) =>
      (container.ports ?? []).map(({ name, containerPort }) => {
        const leads = services.flatMap(({ ports, ...service }) =>
          ports
            .filter(({ target }) => target === name || target === containerPort)
            .map(({ port }): ServiceEntry => ({ name: service.name, port, type: service.type })),
        );
        const port: ListeningPort = {
          component: title,
          container: plainName(environment, container.name),
          name: name ?? String(containerPort),
          number: containerPort,
          services: leads,
        };
        return [`${title}/${port.container}/${port.name}`, port] as const;
      }),
    );
  });
}

/** The Services that pick a workload's pods, the component's first one before the others. */
export function servicesOf(environment: Environment, workload: Workload): readonly OwnService[] {
  const { kind, name, podLabels } = workload;
  const made = kind === "Cluster" ? [writerService(name)] : [];
  const rendered = ofKind(environment, "Service").flatMap(({ object: { spec }, entry }) => {
    const selector = Object.entries(spec?.selector ?? {});
    const picks = selector.length > 0 && selector.every(([key, value]) => podLabels[key] === value);
    if (!picks) return [];
    const ports = (spec?.ports ?? []).map(({ name, port, targetPort = port }) => ({
      name,
      port,
      target: targetPort,
    }));
    return [{ name: nameOf(entry), type: typeOf(spec), ports }];
  });
  return [...made, ...rendered];
}

/** The Service that CloudNativePG makes for the server that writes. */
function writerService(name: string): OwnService {
  const ports = [{ name: "postgres", port: 5432, target: 5432 }];
  return { name: `${name}-rw`, type: "inside", ports };
}

function typeOf(spec: Service["spec"]): ServiceEntry["type"] {
  if (spec?.type === "LoadBalancer") return "loadBalancer";
  return spec?.clusterIP === "None" ? "headless" : "inside";
}
