import type { Workload } from "./workloads.ts";

/** Annotations by which pods and Services ask to be scraped: a convention that scrape configurations follow. */
export const SCRAPE = "prometheus.io/scrape";
export const SCRAPE_PORT = "prometheus.io/port";

export type Annotations = Readonly<Record<string, unknown>> | undefined;

/** Of the pods, which the template has. */
export function podAnnotations({ item, metadataPath }: Workload): Annotations {
  let value: unknown = item.object;
  for (const step of metadataPath.steps())
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[String(step)];
  return (value as { annotations?: Readonly<Record<string, unknown>> } | undefined)?.annotations;
}

/** The port on which metrics are asked for; undefined where nobody asks, or none is said. */
export function scrapedPort(annotations: Annotations): number | undefined {
  if (annotations?.[SCRAPE] !== "true") return undefined;
  const port = Number(annotations[SCRAPE_PORT]);
  return Number.isInteger(port) && port >= 1 ? port : undefined;
}

/** Whether all containers that go on running say their ports, and this is none of them. */
export function isUndeclared({ containers, spec }: Workload, port: number): boolean {
  const staying = containers.filter(({ role }) => role !== "init");
  return (
    !spec.hostNetwork &&
    staying.length > 0 &&
    staying.every(
      ({ container: { ports = [] } }) =>
        ports.length > 0 && ports.every(({ containerPort }) => containerPort !== port),
    )
  );
}
