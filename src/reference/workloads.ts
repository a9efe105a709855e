import type { Cluster, PodSpec } from "../kubernetes/types/index.ts";
import type { Sort } from "../platform/component.ts";
import { clusterLabel, type Rendered } from "../render/rendered.ts";
import { scalesOf } from "../render/resources.ts";
import { type Given, nameOf, plainName, withoutDigest } from "./given.ts";

const kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"] as const;
type WorkloadKind = (typeof kinds)[number] | "Cluster";

/** What pods are there for. `raw` ones are objects that the platform file holds as they are. */
export type Role = "store" | "program" | "migration" | "job" | "cron" | "backup" | "raw";

/** An object that makes pods. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  /** The same in each environment: without its prefix, and without a digest. */
  readonly title: string;
  readonly role: Role;
  readonly sort: Sort | undefined;
  /** The name of its component; of a raw object its own. */
  readonly component: string;
  readonly pod: PodSpec;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Picks its pods and no others, as kubectl's `-l` takes it. */
  readonly selector: string;
  /** How many run. Of what ends by itself: one. */
  readonly replicas: { readonly minimum: number; readonly maximum: number };
  /** The HorizontalPodAutoscaler that decides within these bounds. */
  readonly autoscaler: string | undefined;
  readonly entry: Rendered;
}

/** As much of an object as is read here. Raw objects may have left any of it out. */
interface Spec {
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly template?: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: PodSpec;
  };
  readonly jobTemplate?: { readonly spec?: Spec };
}

/** Everything that makes pods, in the order in which it is rendered. */
export function workloadsOf(given: Given): readonly Workload[] {
  const scales = scalesOf(given.rendered);
  const roles = rolesOf(given);
  return given.rendered.flatMap((entry): Workload[] => {
    if (isCluster(entry)) return [serversOf(given, entry)];
    const kind = kinds.find((candidate) => candidate === entry.object.kind);
    if (kind === undefined) return [];
    const { spec } = entry.object as { spec?: Spec };
    const run = spec?.jobTemplate?.spec ?? spec;
    const pod = run?.template?.spec;
    if (!Array.isArray(pod?.containers)) return [];
    const name = nameOf(entry);
    const podLabels = run?.template?.metadata?.labels ?? {};
    const picked = run?.selector?.matchLabels ?? own(podLabels, given.resolved.selector);
    const scale = scales.get(`${kind}/${name}`);
    const replicas = run?.replicas ?? 1;
    const component = entry.component ?? name;
    const title = plainName(given, kind === "Job" ? withoutDigest(name) : name);
    return [
      {
        kind,
        name,
        title,
        component,
        ...(roles.get(withoutDigest(name)) ??
          roles.get(component) ?? { role: "raw", sort: undefined }),
        pod,
        podLabels,
        selector: selectorText(picked),
        replicas: {
          minimum: scale?.minimum ?? replicas,
          maximum: scale?.maximum ?? replicas,
        },
        autoscaler: scale?.name,
        entry,
      },
    ];
  });
}

function isCluster({ object }: Rendered): boolean {
  return object.kind === "Cluster" && object.apiVersion.startsWith("postgresql.cnpg.io/");
}

/**
 * The servers of a Cluster of CloudNativePG, whose pods the operator makes.
 *
 * @see https://cloudnative-pg.io/documentation/1.28/labels_annotations/
 */
function serversOf(given: Given, entry: Rendered): Workload {
  const { metadata, spec } = entry.object as Cluster;
  const name = nameOf(entry);
  const { instances = 1, resources, imageName, inheritedMetadata } = spec ?? {};
  const own = { [clusterLabel]: name };
  const server = {
    name: "postgres",
    ...(imageName !== undefined && { image: imageName }),
    ...(resources && { resources }),
    ports: [
      { name: "postgresql", containerPort: 5432 },
      { name: "metrics", containerPort: 9187 },
      { name: "status", containerPort: 8000 },
    ],
  };
  return {
    kind: "Cluster",
    name,
    title: plainName(given, name),
    component: entry.component ?? name,
    role: "store",
    sort: "postgres",
    pod: { containers: [server] } as PodSpec,
    podLabels: { ...metadata?.labels, ...inheritedMetadata?.labels, ...own },
    selector: selectorText(own),
    replicas: { minimum: instances, maximum: instances },
    autoscaler: undefined,
    entry,
  };
}

/** Whether its pods run all the time. */
export function isRunning({ kind }: Workload): boolean {
  return kind !== "Job" && kind !== "CronJob";
}

/** How kubectl names it: `deployment/backend`. */
export function target({ kind, name }: Pick<Workload, "kind" | "name">): string {
  return `${kind.toLowerCase()}/${name}`;
}

export function selectorText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function own(labels: Readonly<Record<string, string>>, key: string): Record<string, string> {
  const value = labels[key];
  return value === undefined ? { ...labels } : { [key]: value };
}

interface Known {
  readonly role: Role;
  readonly sort: Sort | undefined;
}

const rolesBySort: Partial<Record<Sort, Role>> = {
  web: "program",
  worker: "program",
  scheduler: "program",
  site: "program",
  postgres: "store",
  redis: "store",
  job: "job",
  cron: "cron",
};

/** What there is by name: components, and the pods that some of them have beside their own. */
function rolesOf({ resolved }: Given): ReadonlyMap<string, Known> {
  const components = resolved.components.flatMap(({ name, sort }): [string, Known][] => {
    const role = rolesBySort[sort];
    return role === undefined ? [] : [[name, { role, sort }]];
  });
  const migrations = resolved.jobs.flatMap(({ name, migrates }): [string, Known][] =>
    migrates === undefined ? [] : [[name, { role: "migration", sort: undefined }]],
  );
  const stores = [...resolved.postgres, ...resolved.postgresClusters, ...resolved.redis];
  const backups = stores.flatMap(({ backup }) =>
    backup ? [[backup.name, { role: "backup", sort: undefined }] as [string, Known]] : [],
  );
  return new Map([...components, ...migrations, ...backups]);
}
