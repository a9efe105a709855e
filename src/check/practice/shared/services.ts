import type { ServicePort } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { isAside, isJob } from "../../graphs/selectors/pods.ts";
import { byProgram, isNamedAfter } from "../../graphs/selectors/programs.ts";
import { type Selecting, selectingServices } from "../../graphs/selectors/services.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";
import { once } from "../../world.ts";
import { lasting } from "./nature.ts";

/** A port of a Service that leads to a workload's pods. */
export interface Use {
  readonly service: Selecting["service"];
  readonly isHeadless: boolean;
  readonly port: Decoded<ServicePort>;
  /** Undefined where it cannot be told which of several listens. */
  readonly container: PlacedContainer | undefined;
}

/**
 * What leads to each workload. Ports that only a monitoring system asks are left out: it wants to
 * reach pods that are not ready too, and nobody waits for its answer.
 */
export const uses = once((world): ReadonlyMap<Workload, readonly Use[]> => {
  const found = new Map<Workload, Use[]>();
  for (const selecting of selectingServices(world)) {
    if (FOR_SCRAPES.test(selecting.service.name) || isMixed(selecting)) continue;
    for (const { workload } of selecting.selection.pods) {
      if (!workload) continue;
      const list = found.get(workload) ?? [];
      found.set(workload, list);
      list.push(...usesOf(selecting, workload));
    }
  }
  return found;
});

/** It leads to pods of other programs too, which is told for itself: whom it is for is not known. */
function isMixed({ service, selection: { pods } }: Selecting): boolean {
  const lasting = pods.length > 1 ? pods.filter((each) => !isJob(each) && !isAside(each)) : [];
  const programs = lasting.length > 1 ? byProgram(lasting) : [];
  return (
    programs.length > 1 &&
    programs.some((all) => !all.some(({ item }) => isNamedAfter(service.name, item.name)))
  );
}

const FOR_SCRAPES = /(?:^|-)(?:metrics|exporter|monitoring)(?:-|$)/;
const METRICS = /metric|prom|exporter|telemetry|monitor/;

function usesOf({ service, isHeadless }: Selecting, workload: Workload): Use[] {
  return (service.object.spec?.ports ?? [])
    .filter(({ name, targetPort }) => !METRICS.test(`${name ?? ""} ${targetPort ?? ""}`))
    .map((port) => ({ service, isHeadless, port, container: listener(port, workload) }));
}

/** The container that answers at a Service's port. */
function listener(
  { targetPort, port }: Decoded<ServicePort>,
  workload: Workload,
): PlacedContainer | undefined {
  const wanted = targetPort ?? port;
  const all = lasting(workload);
  const declared = all.find(({ container: { ports = [] } }) =>
    ports.some(({ name, containerPort }) => name === wanted || containerPort === wanted),
  );
  return declared ?? (all.length === 1 ? all[0] : undefined);
}
