import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { selectingServices } from "../graphs/selectors/services.ts";
import { foundAt } from "../objects/found.ts";
import type { Item } from "../objects/inventory.ts";
import {
  type Annotations,
  isUndeclared,
  podAnnotations,
  SCRAPE_PORT,
  scrapedPort,
} from "../objects/scrape-annotations.ts";
import { listed } from "../objects/titles.ts";
import type { Workload } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Listening, listening } from "./running/listening.ts";
import { pods } from "./running/running.ts";

export const unheardScrape: Rule = {
  id: "unheard-scrape",
  layer: "programs",
  severity: "warning",
  title: "metrics that are asked of a port on which nothing listens",
  why: "every scrape is refused: the target is down, its metrics are missing, and alerts on them never fire",
  fix: "write the port of the exporter, or add the exporter that is meant",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache }, annotations: { prometheus.io/scrape: "true", prometheus.io/port: "9121" } }
    spec: { containers: [{ name: cache, image: "redis:8" }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache }, annotations: { prometheus.io/scrape: "true", prometheus.io/port: "9121" } }
    spec: { containers: [{ name: cache, image: "redis:8" }, { name: metrics, image: "oliver006/redis_exporter:v1.74.0" }] }
`,
  find: (world: World) => [
    ...[...pods(world).keys()].flatMap((workload) => {
      const annotations = podAnnotations(workload);
      return checked(world, workload, workload.item, annotations, workload.metadataPath);
    }),
    ...selectingServices(world).flatMap(({ service, selection: { pods: all } }) => {
      const [only, ...others] = all;
      if (!only?.workload || others.length > 0) return [];
      const { metadata } = service.object;
      return checked(world, only.workload, service, metadata?.annotations, METADATA);
    }),
  ],
};

const METADATA = FieldPath.root.field("metadata");
function checked(
  world: World,
  workload: Workload,
  item: Item<unknown>,
  annotations: Annotations,
  metadata: FieldPath,
): FoundInObject[] {
  const port = scrapedPort(annotations);
  if (port === undefined || workload.spec.hostNetwork) return [];
  const staying = (pods(world).get(workload) ?? []).filter(({ placed }) => placed.role !== "init");
  const heard = staying.map((each) => listening(world, each));
  const isUnheard = heard.every((each) => each && each.perhaps !== "any" && !hears(each, port));
  const path = metadata.field("annotations").key(SCRAPE_PORT);
  if (!isUnheard || heard.length === 0) {
    const isHeard = heard.some(
      (each) => each !== undefined && each.perhaps !== "any" && hears(each, port),
    );
    if (isHeard || !isUndeclared(workload, port)) return [];
    const message = `${SCRAPE_PORT} is ${port}, a port that no container of ${workload.item.kind} ${workload.item.name} declares`;
    return [{ ...foundAt(item, path, message), severity: "info" }];
  }
  const ports = heard.flatMap((each) => each?.sockets ?? []).map((socket) => String(socket.port));
  const names = listed(staying.map(({ program }) => program?.name ?? ""));
  const message = `${SCRAPE_PORT} is ${port}, and ${names} of ${workload.item.kind} ${workload.item.name} ${staying.length === 1 ? "listens" : "listen"} on ${listed(ports)}`;
  return [foundAt(item, path, message)];
}

/** Whether a program listens there, or may. */
function hears({ perhaps, sockets }: Listening, port: number): boolean {
  return (
    perhaps === "any" || perhaps.includes(port) || sockets.some((socket) => socket.port === port)
  );
}
