import { type AnyComponent, definitionOf } from "../component.ts";
import type { PostgresOptions } from "../postgres.ts";
import type { RedisOptions } from "../redis.ts";
import type { StoreOptions } from "../store.ts";
import { oneSecretKey, resolveMount, resolveResources } from "./container.ts";
import type {
  NamedPort,
  PostgresStore,
  RedisStore,
  ResolvedBackup,
  ResolvedExporter,
  ServerStore,
  Store,
} from "./resolved.ts";
import { resolveScheduling } from "./scheduling.ts";
import type { Scope } from "./scope.ts";
import { resolveServices } from "./services.ts";

/** What is known of the official images: the port, the user they run as, and their exporter. */
const known = {
  postgres: {
    port: 5432,
    user: 70,
    exporter: "quay.io/prometheuscommunity/postgres-exporter:v0.17.1",
    metrics: 9187,
  },
  redis: {
    port: 6379,
    user: 999,
    exporter: "docker.io/oliver006/redis_exporter:v1.74.0",
    metrics: 9121,
  },
} as const;

type StoreSort = keyof typeof known;

/** How often metrics are collected. */
export const defaultInterval = "30s";

/** The ports of a store's pod: its own, and the exporter's where it has one. */
export function storePorts(sort: StoreSort, options: Pick<StoreOptions, "metrics">): NamedPort[] {
  const own = { name: sort, number: known[sort].port };
  return options.metrics ? [own, { name: "metrics", number: known[sort].metrics }] : [own];
}

/** Who runs the servers of a data store in this environment. */
export function whoRuns(
  scope: Scope,
  component: AnyComponent,
): "platform" | "operator" | "outside" {
  const { external, cloudNativePg } = scope.options<PostgresOptions>(component);
  if (external) return "outside";
  return cloudNativePg ? "operator" : "platform";
}

/** What a data store has, whoever runs its servers. */
export function resolveStore(
  scope: Scope,
  component: AnyComponent,
  sort: StoreSort,
  options: StoreOptions & { version: string },
  first: "headless" | "internal" | undefined,
): Store {
  const named = scope.named(component);
  const user = options.security?.user ?? known[sort].user;
  const { site } = definitionOf(component);
  return {
    ...named,
    port: known[sort].port,
    image: scope.image(options.image ?? `${sort}:${options.version}`, site),
    resources: resolveResources(options.resources),
    backup: resolveBackup(scope, component, options.backup),
    names: scope.objectNames(component),
    services: resolveServices(scope, component, options, storePorts(sort, options), first).map(
      (service) =>
        service.type === "loadBalancer"
          ? { ...service, ports: service.ports.filter((port) => port.name === sort) }
          : service,
    ),
    user,
    group: options.security?.group ?? user,
    scheduling: resolveScheduling(scope, options),
  };
}

/** A server of the platform's own. Members are found by a Service without address, a Deployment's one pod by one with. */
function resolveServer(
  scope: Scope,
  component: AnyComponent,
  sort: StoreSort,
  options: StoreOptions & { version: string },
): Omit<ServerStore, "settings"> {
  const { as = "StatefulSet" } = options;
  const first = as === "Deployment" ? "internal" : "headless";
  return {
    ...resolveStore(scope, component, sort, options, first),
    as,
    storage: resolveMount(scope, options.storage).from,
    exporter: resolveExporter(sort, options.metrics),
  };
}

function resolveExporter(
  sort: StoreSort,
  metrics: StoreOptions["metrics"],
): ResolvedExporter | undefined {
  if (!metrics) return undefined;
  const given = metrics === true ? {} : metrics;
  return {
    port: known[sort].metrics,
    image: given.image ?? known[sort].exporter,
    resources: resolveResources(
      given.resources ?? { cpu: ["25m", "100m"], memory: ["32Mi", "64Mi"] },
    ),
    interval: given.interval ?? defaultInterval,
  };
}

function resolveBackup(
  scope: Scope,
  component: AnyComponent,
  backup: StoreOptions["backup"],
): ResolvedBackup | undefined {
  if (!backup) return undefined;
  const { resources = { cpu: ["100m", "500m"], memory: ["128Mi", "512Mi"] } } = backup;
  return {
    name: scope.objectNames(component).backup,
    schedule: backup.schedule,
    timeZone: backup.timeZone ?? "Etc/UTC",
    keep: backup.keep,
    claim: scope.nameOf(backup.to),
    resources: resolveResources(resources),
  };
}

export function resolvePostgres(scope: Scope, component: AnyComponent): PostgresStore {
  const options = scope.options<PostgresOptions>(component);
  const store = resolveServer(scope, component, "postgres", options);
  return {
    ...store,
    database: options.database ?? scope.parts.name,
    login: {
      user:
        typeof options.user === "string"
          ? options.user
          : oneSecretKey(scope, component, "user", options.user),
      password: oneSecretKey(scope, component, "password", options.password),
    },
    settings: options.settings ?? {},
    hba: options.hba,
  };
}

/** A backup that silently ends where a database moves out would be missed too late. */
export function checkOutside(scope: Scope, component: AnyComponent): void {
  const { backup, cloudNativePg } = scope.options<PostgresOptions>(component);
  if (cloudNativePg) {
    const message = "external and cloudNativePg are both set: one of them runs the server";
    const instead = "cloudNativePg: null beside external, or external: null beside cloudNativePg";
    scope.report(component, ["external"], message, instead);
  }
  if (!backup) return;
  const message = "is outside the cluster, where this backup cannot reach its files";
  scope.report(
    component,
    ["external"],
    message,
    "backup: false beside it, once somebody else makes the dumps",
  );
}

export function resolveRedis(scope: Scope, component: AnyComponent): RedisStore {
  const options = scope.options<RedisOptions>(component);
  return {
    ...resolveServer(scope, component, "redis", options),
    settings: options.settings ?? {},
    password: options.password
      ? oneSecretKey(scope, component, "password", options.password)
      : undefined,
  };
}
