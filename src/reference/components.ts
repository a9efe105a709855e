import type { Container } from "../kubernetes/types/index.ts";
import { containersOf } from "./configuration/reads.ts";
import { type Environment, tables } from "./environment.ts";
import { plainName } from "./given.ts";
import { code, listed } from "./purposes/purposes.ts";
import { column, joined, type Varying } from "./varying.ts";
import type { Workload } from "./workloads.ts";

/** What a person asks first about something that runs. */
export interface ComponentFacts {
  readonly title: string;
  readonly what: string;
  /** Each in Markdown; a fact that says nothing anywhere is left out. */
  readonly facts: readonly { readonly name: string; readonly values: Varying<string> }[];
}

/** Every workload with its facts. */
export function componentFacts(environments: readonly Environment[]): readonly ComponentFacts[] {
  const rows = tables(environments, (environment) =>
    environment.workloads.map((workload) => [workload.title, { environment, workload }] as const),
  );
  return joined(rows).map((row) => ({
    title: row.key,
    what: whatIs(row.first.workload),
    facts: Object.entries(questions)
      .map(([name, ask]) => ({
        name,
        values: column(row, ({ environment, workload }) => ask(workload, environment)),
      }))
      .filter(({ values }) => values.some(({ value }) => value !== "")),
  }));
}

const roles: Readonly<Record<Workload["role"], string>> = {
  store: "data store",
  program: "program",
  migration: "migration: brings the database up to date, once for each release",
  job: "job: runs once, to its end",
  cron: "job on a schedule",
  backup: "backup: a verified dump on a schedule",
  raw: "as the platform file has it",
};

const sorts: Partial<Record<NonNullable<Workload["sort"]>, string>> = {
  web: "program that others talk to",
  worker: "program that fetches its work itself",
  scheduler: "scheduler, of which exactly one runs",
  site: "site of static files behind nginx",
  postgres: "PostgreSQL",
  redis: "Redis",
};

function whatIs({ role, sort, kind }: Workload): string {
  const words = (sort && sorts[sort]) ?? roles[role];
  return kind === "Cluster" ? `${words}, run by CloudNativePG` : words;
}

type Question = (workload: Workload, environment: Environment) => string;

const questions: Readonly<Record<string, Question>> = {
  Kind: ({ kind }) => kind,
  Image: ({ pod }) => code(pod.containers[0]?.image ?? ""),
  Command: ({ pod }) => commandOf(pod.containers[0]),
  Replicas: ({ replicas, kind }) =>
    kind === "Job" || kind === "CronJob" ? "" : replicasText(replicas),
  "First, in each pod": ({ pod }) =>
    (pod.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy !== "Always")
      .map((step) => `${code(step.name)}: ${commandOf(step)}`)
      .join("; "),
  "Beside it": ({ pod }) =>
    [
      ...pod.containers.slice(1),
      ...(pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"),
    ]
      .map(({ name, image = "" }) => `${code(name)} (${code(image)})`)
      .join(", "),
  Mounts: ({ pod }, environment) => mounts(pod, environment),
  Settings: ({ pod }, environment) =>
    named(environment, pod, ({ configMapRef }) => configMapRef?.name),
  Secrets: ({ pod }, environment) => named(environment, pod, ({ secretRef }) => secretRef?.name),
  "Runs as": ({ pod }) => {
    const { runAsUser, fsGroup } = pod.securityContext ?? {};
    const readOnly = pod.containers.every(
      ({ securityContext }) => securityContext?.readOnlyRootFilesystem,
    );
    if (runAsUser === undefined) return "";
    const group = fsGroup === undefined ? "" : `, volumes for group ${fsGroup}`;
    return `user ${runAsUser}${group}, root file system ${readOnly ? "read-only" : "writable"}`;
  },
  Stops: ({ pod }) => `within ${pod.terminationGracePeriodSeconds ?? 30} s`,
  "Kept apart": ({ pod }) => {
    const spread = (pod.topologySpreadConstraints ?? []).map(
      ({ topologyKey, whenUnsatisfiable }) =>
        `${topologyKey.replace(/^.*\//, "")} (${whenUnsatisfiable === "DoNotSchedule" ? "required" : "preferred"})`,
    );
    return spread.length === 0 ? "" : `over each ${spread.join(" and ")}`;
  },
};

export function replicasText({ minimum, maximum }: Workload["replicas"]): string {
  return minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;
}

function commandOf(container: Container | undefined): string {
  const words = [...(container?.command ?? []), ...(container?.args ?? [])];
  return words.length === 0 ? "" : code(words.join(" ").replaceAll("\n", " "));
}

function mounts(pod: Workload["pod"], environment: Environment): string {
  const sources = new Map(
    (pod.volumes ?? []).map((volume): [string, string] => {
      const { persistentVolumeClaim, configMap, secret, emptyDir } = volume;
      const of = (name = "") => code(plainName(environment, name));
      if (persistentVolumeClaim)
        return [volume.name, `volume ${of(persistentVolumeClaim.claimName)}`];
      if (configMap) return [volume.name, `ConfigMap ${of(configMap.name)}`];
      if (secret) return [volume.name, `Secret ${of(secret.secretName)}`];
      return [
        volume.name,
        emptyDir?.medium === "Memory" ? "memory" : emptyDir ? "scratch" : "other",
      ];
    }),
  );
  const [main] = pod.containers;
  return (main?.volumeMounts ?? [])
    .map(({ mountPath, name, readOnly }) => {
      const from = sources.get(name) ?? `its own volume ${code(name)}`;
      return `${code(mountPath)}: ${from}${readOnly && from.startsWith("volume") ? " (to read)" : ""}`;
    })
    .join("<br>");
}

type EnvFrom = NonNullable<Container["envFrom"]>[number];

function named(
  environment: Environment,
  pod: Workload["pod"],
  nameOf: (source: EnvFrom) => string | undefined,
): string {
  const names = containersOf(pod).flatMap(({ envFrom = [] }) =>
    envFrom.flatMap((source) => nameOf(source) ?? []),
  );
  const plain = [...new Set(names)].map((name) => plainName(environment, name));
  return plain.length === 0 ? "" : `every key of ${listed(plain)}`;
}
