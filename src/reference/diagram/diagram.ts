import type { Party } from "../../platform/resolve/index.ts";
import type { Environment } from "../environment.ts";
import { plainName } from "../given.ts";
import { podsName } from "../order.ts";
import { type Varying, varying } from "../varying.ts";
import type { Workload } from "../workloads.ts";
import { bundled } from "./bundles.ts";
import { entrances } from "./entrances.ts";
import type { Arrow, Box, Group, Node } from "./nodes.ts";

/** A platform as a drawing: boxes in groups, and who connects to whom. */
export interface Diagram {
  readonly groups: readonly Group[];
  readonly arrows: readonly Arrow[];
}

/** The drawings of all environments; those that look alike are one. */
export function diagrams(environments: readonly Environment[]): Varying<Diagram> {
  return varying(environments.map((each) => [each.name, diagramOf(each)] as const));
}

const titles = {
  outside: "Outside",
  edge: "Edge",
  programs: "Programs",
  data: "Data",
  services: "Services outside",
} as const;

const words: Partial<Record<NonNullable<Workload["sort"]>, string>> = {
  web: "web",
  site: "nginx",
  worker: "workers",
  scheduler: "scheduler",
  job: "job",
  cron: "on a schedule",
  postgres: "PostgreSQL",
  redis: "Redis",
};

/**
 * What the platform declares of its connections, without ports, names of the cluster's DNS, metrics
 * and the Kubernetes API. Migrations and backups are part of what they are for.
 */
function diagramOf(environment: Environment): Diagram {
  const nodes = new Map<string, Box>();
  const add = (box: Box) => nodes.set(box.id, nodes.get(box.id) ?? box);
  const owners = new Map<string, Workload>();
  for (const workload of environment.workloads) {
    const owner = ownerOf(environment, workload);
    owners.set(podsName(workload), owner);
    add(boxOf(environment, owner));
  }
  const arrows: Node[] = [];
  for (const { from, to } of environment.resolved.edges) {
    const [start, end] = [pods(owners, from), target(environment, owners, to)];
    if (!start || !end || start === end.id) continue;
    if (end.box) add(end.box);
    arrows.push({ from: start, to: end.id });
  }
  const doors = entrances(environment, owners);
  for (const box of doors.boxes) add(box);
  const groups = (Object.keys(titles) as (keyof typeof titles)[]).map(
    (id): Group => ({
      id,
      title: titles[id],
      boxes: [...nodes.values()].filter(({ group }) => group === id),
    }),
  );
  const shown = groups.filter(({ boxes }) => boxes.length > 0);
  const tidy = bundled(arrows, shown);
  return { groups: tidy.groups, arrows: [...doors.arrows, ...tidy.arrows] };
}

/** Migrations and backups are drawn as what they belong to. */
function ownerOf({ workloads }: Environment, workload: Workload): Workload {
  if (workload.role !== "migration" && workload.role !== "backup") return workload;
  const owner = workloads.find(
    ({ component, role }) =>
      component === workload.component && (role === "program" || role === "store"),
  );
  return owner ?? workload;
}

function boxOf(environment: Environment, { component, role, sort }: Workload): Box {
  const name = plainName(environment, component);
  return {
    id: name,
    name,
    what: sort === undefined ? undefined : words[sort],
    shape: role === "store" ? "store" : "program",
    group: role === "store" ? "data" : "programs",
  };
}

function pods(owners: ReadonlyMap<string, Workload>, party: Party): string | undefined {
  if (!("pods" in party)) return undefined;
  return owners.get(party.pods)?.title;
}

function target(
  environment: Environment,
  owners: ReadonlyMap<string, Workload>,
  party: Party,
): { readonly id: string; readonly box?: Box } | undefined {
  if ("outside" in party) {
    const listed = environment.resolved.components.find(({ name }) => name === party.outside);
    const store = listed?.sort === "postgres" || listed?.sort === "redis";
    const what = store ? `${words[listed.sort]}, elsewhere` : undefined;
    const box: Box = {
      id: `outside-${party.outside}`,
      name: party.outside,
      what,
      shape: store ? "store" : "service",
      group: "services",
    };
    return { id: box.id, box };
  }
  const id = pods(owners, party);
  return id === undefined ? undefined : { id };
}
