import type { Reference } from "../../../reference/index.ts";
import type { Figures, Headroom, ResourceTable, Total } from "../../../reference/resources.ts";
import { table } from "../table.ts";
import { document, heading } from "../text.ts";
import { varied } from "../varied.ts";

/** CPU, memory and volumes. */
export function resourcesPage(reference: Reference): string {
  const { platform, resources, volumes, environments } = reference;
  return document(
    heading(1, `${platform}: resources`),
    "Requests are what the scheduler keeps free and a quota counts; limits are where a container is slowed down (CPU) or ended (memory). Amounts are Kubernetes' own: `1000m` is one CPU, `1Gi` are 1024 `Mi`.",
    ...resources.flatMap(environmentTables),
    heading(2, "Volumes"),
    volumes.length === 0
      ? "Nothing here outlives its pods."
      : table(
          ["volume", "size", "class", "access", "mounted by"],
          volumes.map(({ names, sizes, classes, modes, users }) => [
            varied(names, environments.length, (name) => `\`${name}\``),
            varied(sizes, environments.length),
            varied(classes, environments.length),
            varied(modes, environments.length),
            varied(users, environments.length, (all) => all.join(", ")),
          ]),
        ),
  );
}

function environmentTables(resources: ResourceTable): (string | undefined)[] {
  const { environment, rows, minimum, maximum, surge, jobs, headroom } = resources;
  const totals: [string, Total][] = [
    ["at minimum scale", minimum],
    ["at maximum scale", maximum],
    ["more while all programs are replaced", surge],
    ["one run of each job", jobs],
  ];
  return [
    heading(2, environment),
    table(
      ["each pod of", "replicas", "CPU request", "CPU limit", "memory request", "memory limit"],
      rows.map((row) => [
        `\`${row.title}\``,
        row.ends ? "runs, then ends" : scale(row.replicas),
        ...figures(row),
      ]),
    ),
    table(
      ["all pods", "pods", "CPU requests", "CPU limits", "memory requests", "memory limits"],
      totals.map(([name, total]) => [name, String(total.pods), ...figures(total)]),
    ),
    quotaText(headroom),
  ];
}

function scale({ minimum, maximum }: { minimum: number; maximum: number }): string {
  return minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;
}

function figures({ cpu, memory }: Figures): string[] {
  const limit = (text: string | undefined) => text ?? "none";
  return [cpu.request, limit(cpu.limit), memory.request, limit(memory.limit)];
}

function quotaText(headroom: Headroom | undefined): string {
  if (!headroom) return "No quota limits the namespace.";
  const { quota, left, missing } = headroom;
  const given = `The quota is ${quota.cpu} CPU, ${quota.memory} and ${quota.pods} pods.`;
  const rest = `${left.cpu} CPU, ${left.memory} and ${left.pods} pods`;
  if (missing.length === 0)
    return `${given} With everything at its maximum, replaced at once, and every job running, ${rest} are left.`;
  return `${given} **It is too small** for everything at its maximum, replaced at once, with every job running: ${missing.join(" and ")} would be refused (left: ${rest}).`;
}
