import { type AnyComponent, definitionOf } from "../component.ts";
import type { PostgresOptions } from "../postgres.ts";
import type { RedisOptions } from "../redis.ts";
import type { StoreOptions } from "../store.ts";
import { oneSecretKey, resolveResources } from "./container.ts";
import type {
  NamedPort,
  PostgresStore,
  RedisStore,
  ResolvedBackup,
  ResolvedExporter,
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

/** The ports of a store's pod: its own, and the exporter's where it has one. */
export function storePorts(sort: StoreSort, options: Pick<StoreOptions, "metrics">): NamedPort[] {
  const own = { name: sort, number: known[sort].port };
  return options.metrics ? [own, { name: "metrics", number: known[sort].metrics }] : [own];
}

function resolveStore(
  scope: Scope,
  component: AnyComponent,
  sort: StoreSort,
  options: StoreOptions & { version: string },
): Store {
  const named = scope.named(component);
  const user = options.security?.user ?? known[sort].user;
  const { site } = definitionOf(component);
  return {
    ...named,
    port: known[sort].port,
    image: scope.image(options.image ?? `${sort}:${options.version}`, site),
    claim: scope.nameOf(options.storage),
    resources: resolveResources(options.resources),
    exporter: resolveExporter(sort, options.metrics),
    backup: resolveBackup(scope, component, options.backup),
    names: scope.objectNames(component),
    services: resolveServices(scope, component, options, storePorts(sort, options), "headless").map(
      (service) =>
        service.type === "loadBalancer"
          ? { ...service, ports: service.ports.filter((port) => port.name === sort) }
          : service,
    ),
    user,
    group: options.security?.group ?? user,
    scheduling: resolveScheduling(scope, options),
    settings: {},
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
    interval: given.interval ?? "30s",
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
  const store = resolveStore(scope, component, "postgres", options);
  return {
    ...store,
    database: options.database ?? scope.parts.name,
    login: {
      user: oneSecretKey(scope, component, "user", options.user),
      password: oneSecretKey(scope, component, "password", options.password),
    },
    settings: options.settings ?? {},
    hba: options.hba,
  };
}

/** A backup that silently ends where a database moves out would be missed too late. */
export function checkOutside(scope: Scope, component: AnyComponent): void {
  if (!scope.options<StoreOptions>(component).backup) return;
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
    ...resolveStore(scope, component, "redis", options),
    settings: options.settings ?? {},
    password: options.password
      ? oneSecretKey(scope, component, "password", options.password)
      : undefined,
  };
}
