import type { Probe } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { selectingServices } from "../../graphs/selectors/services.ts";
import type { Item } from "../../objects/inventory.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";

/** Something that connects to a TCP port of pods. */
export interface Ask {
  readonly port: number;
  /** Where the port is written. */
  readonly item: Item;
  readonly path: FieldPath;
  /** `the readiness probe of web`, `Service web`. */
  readonly who: string;
  readonly from: "probe" | "service";
}

export const PROBES = ["startupProbe", "livenessProbe", "readinessProbe"] as const;

/** Who connects to pods, as far as probes and Services say. */
export const asks = once((world: World): ReadonlyMap<Workload, readonly Ask[]> => {
  const all = new Map<Workload, Ask[]>();
  const add = (workload: Workload, found: readonly Ask[]) => {
    const known = all.get(workload);
    if (known) known.push(...found);
    else all.set(workload, [...found]);
  };
  for (const { service, selection, isHeadless } of selectingServices(world)) {
    const [only, ...others] = selection.pods;
    // Of several sets of pods one may have the port.
    if (!only?.workload || others.length > 0 || isHeadless) continue;
    for (const [index, { targetPort, port, protocol }] of (
      service.object.spec?.ports ?? []
    ).entries()) {
      if ((protocol ?? "TCP") !== "TCP") continue;
      const at = FieldPath.root.field("spec", "ports").index(index);
      const target = targetPort === undefined || targetPort === 0 ? port : targetPort;
      const number = numberOf(target, only.workload.containers);
      const path = at.field(targetPort === undefined ? "port" : "targetPort");
      const who = `Service ${service.name}`;
      if (number !== undefined)
        add(only.workload, [{ port: number, item: service, path, who, from: "service" }]);
    }
  }
  return all;
});

/** What the kubelet asks of a container. */
export function probeAsks({ item }: Workload, placed: PlacedContainer): Ask[] {
  return PROBES.flatMap((name): Ask[] => {
    const asked = askedBy(placed.container[name]);
    if (!asked) return [];
    const port = numberOf(asked.port, [placed]);
    if (port === undefined) return [];
    const who = `the ${name.replace("Probe", " probe")} of ${placed.container.name ?? ""}`;
    return [{ port, item, path: placed.path.field(name, ...asked.steps), who, from: "probe" }];
  });
}

/** The port of a probe that asks the pod itself, and where it stands. */
export function askedBy(
  probe: Decoded<Probe> | undefined,
): { readonly port: number | string; readonly steps: readonly string[] } | undefined {
  for (const kind of ["httpGet", "tcpSocket", "grpc"] as const) {
    const action = probe?.[kind];
    if (action?.port === undefined || ("host" in action && action.host)) continue;
    return { port: action.port, steps: [kind, "port"] };
  }
  return undefined;
}

/** The number of a port that is given by number, or by its name in a container. */
export function numberOf(
  port: number | string | undefined,
  containers: readonly PlacedContainer[],
): number | undefined {
  if (typeof port !== "string") return port;
  for (const { container } of containers) {
    const named = container.ports?.find(({ name }) => name === port);
    if (named) return named.containerPort;
  }
  return undefined;
}
