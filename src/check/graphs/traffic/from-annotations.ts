import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { inventory } from "../../objects/inventory.ts";
import {
  isUndeclared,
  podAnnotations,
  SCRAPE_PORT,
  scrapedPort,
} from "../../objects/scrape-annotations.ts";
import { once, type World } from "../../world.ts";
import { isJob, podsOfWorld } from "../selectors/pods.ts";
import type { Need } from "./needs.ts";
import { policies } from "./policies.ts";
import { isStranger } from "./reach.ts";
import { scrapes } from "./scrapes.ts";
import { allArrivals } from "./service-ports.ts";
import { prometheus } from "./strangers.ts";

/** What pods and Services ask Prometheus to fetch, by annotations. */
export const annotatedScrapes = once((world): readonly Need[] => {
  if (policies(world).length === 0) return [];
  const known = new Set(scrapes(world).map(endOf));
  return [...ofPods(world), ...ofServices(world)].filter((need) => !known.has(endOf(need)));
});

function endOf({ to, port }: Need): string {
  if (isStranger(to)) return "";
  const { group, kind, namespace, name } = to.item;
  return JSON.stringify([group, kind, namespace, name, port]);
}

function ofPods(world: World): Need[] {
  return podsOfWorld(world).flatMap((pods): Need[] => {
    const { item, workload } = pods;
    if (!workload || isJob(pods) || workload.spec.hostNetwork) return [];
    const port = scrapedPort(podAnnotations(workload));
    // A port that nobody has is told for itself.
    if (port === undefined || isUndeclared(workload, port)) return [];
    const path = workload.metadataPath.field("annotations").key(SCRAPE_PORT);
    const service = `${item.name} ${port}`;
    const because = `the annotations of ${item.kind} ${item.name}`;
    return [{ from: prometheus, to: pods, port, protocol: "TCP", item, path, service, because }];
  });
}

const ANNOTATIONS = FieldPath.root.field("metadata", "annotations");

function ofServices(world: World): Need[] {
  return inventory(world)
    .all("Service")
    .flatMap((item) => {
      const wanted = scrapedPort(item.object.metadata?.annotations);
      if (wanted === undefined) return [];
      const path = ANNOTATIONS.key(SCRAPE_PORT);
      const because = `the annotations of Service ${item.name}`;
      // The port is the pods', at which Prometheus asks each of them.
      return allArrivals(world, item)
        .filter(({ port }) => port === wanted)
        .map(
          ({ pods, port, protocol }): Need => ({
            ...{ from: prometheus, to: pods, port, protocol },
            ...{ item, path, service: `${item.name} ${port}`, because },
          }),
        );
    });
}

/** Whether a scrape configuration of the world follows the annotations. */
export const followsAnnotations = once((world): boolean =>
  inventory(world)
    .all("ConfigMap")
    .some(({ object }) =>
      Object.values(object.data ?? {}).some(
        (text) => typeof text === "string" && text.includes("annotation_prometheus_io_scrape"),
      ),
    ),
);
