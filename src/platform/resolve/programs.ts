import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import type { Probe, Probes } from "../options/probes.ts";
import type { Spread } from "../options/scheduling.ts";
import type { Duration } from "../options/values.ts";
import type {
  CronOptions,
  JobOptions,
  Migration,
  Port,
  ProgramOptions,
  RunningOptions,
  ScalableOptions,
  WebOptions,
  WorkerOptions,
} from "../options/workload.ts";
import { resolveAccess } from "./access.ts";
import { checkBudget, resolveStrategy } from "./availability.ts";
import { checkProgram } from "./check-program.ts";
import { resolveContainer } from "./container.ts";
import type {
  EnvEntry,
  Finite,
  NamedPort,
  Program,
  ResolvedMetrics,
  ResolvedProbe,
  ResolvedProbes,
  Running,
  Scheduled,
} from "./resolved.ts";
import { checkVertical, resolveScale, resolveShards } from "./scale.ts";
import { resolveScheduling } from "./scheduling.ts";
import type { Scope } from "./scope.ts";
import { resolveServices, unknownPort } from "./services.ts";

type AnyRunning = RunningOptions &
  Partial<ScalableOptions> &
  Partial<WebOptions> &
  Partial<WorkerOptions>;

/** Web, worker and scheduler: programs that run all the time. */
export function resolveRunning(scope: Scope, component: AnyComponent): Running {
  const options = scope.options<AnyRunning>(component);
  const sort = sortOf(component);
  const ports = portsOf(options.port);
  const member: EnvEntry[] =
    options.member === undefined ? [] : [{ name: options.member, pieces: [{ pod: "index" }] }];
  const listens = ports.length > 0 ? "internal" : undefined;
  const serves = options.member === undefined ? listens : "headless";
  const runs = sort === "scheduler" ? "one" : options.member === undefined ? "replicas" : "members";
  const scale = resolveScale(scope, component, options.scale ?? 1);
  checkProgram(scope, component, options, ports);
  checkBudget(scope, component, options.budget, scale);
  checkVertical(scope, component, options.vertical, scale);
  const program = resolveProgram(scope, component, options, ports);
  return {
    ...program,
    main: { ...program.main, env: [...program.main.env, ...member] },
    runs,
    probes: resolveProbes(scope, component, options.probes ?? {}, ports),
    strategy: resolveStrategy(scope, component, runs, options.strategy),
    stopWithin: options.stopWithin,
    drain: options.drain ?? (sort === "web" ? "5s" : undefined),
    metrics: resolveMetrics(scope, component, options.metrics, ports),
    scale,
    shards: resolveShards(scope, component, options, scale),
    budget: options.budget,
    vertical: options.vertical,
    services: resolveServices(scope, component, options, ports, serves),
  };
}

/** The Job that brings the database up to date before a new version of its component starts. */
export function resolveMigration(scope: Scope, component: AnyComponent): Finite | undefined {
  const options = scope.options<AnyRunning>(component);
  if (options.migrate === undefined) return undefined;
  const given = options.migrate;
  const asked: Migration = "command" in given ? given : { command: given };
  const { migration: name } = scope.objectNames(component);
  const { init: _init, sidecars: _sidecars, access: _access, ...rest } = options;
  const job: ProgramOptions & { spread: "none" } = {
    ...rest,
    command: asked.command,
    args: [],
    env: { ...options.env, ...asked.env },
    resources: asked.resources ?? options.resources,
    spread: "none",
  };
  const program = resolveProgram(scope, component, job, []);
  return {
    ...program,
    name,
    main: { ...program.main, name: "migrate", args: undefined },
    retries: 3,
    timeout: asked.timeout ?? "10m",
    keep: "1h",
    migrates: scope.nameOf(component),
  };
}

export function resolveJob(scope: Scope, component: AnyComponent): Finite {
  const options = scope.options<JobOptions>(component);
  return {
    ...resolveProgram(scope, component, { ...options, spread: "none" }, []),
    retries: options.retries ?? 3,
    timeout: options.timeout,
    keep: options.keep ?? "1h",
  };
}

export function resolveCron(scope: Scope, component: AnyComponent): Scheduled {
  const options = scope.options<CronOptions>(component);
  return {
    ...resolveJob(scope, component),
    schedule: options.schedule,
    timeZone: options.timeZone ?? "Etc/UTC",
    concurrency: options.concurrency ?? "Forbid",
    startWithin: options.startWithin ?? "5m",
  };
}

/** What every program has. */
export function resolveProgram(
  scope: Scope,
  component: AnyComponent,
  options: ProgramOptions & { readonly spread?: Spread },
  ports: readonly NamedPort[],
): Program {
  const named = scope.named(component);
  const { security = {} } = options;
  const user = security.user ?? 1000;
  const group = security.group ?? user;
  return {
    ...named,
    names: scope.objectNames(component),
    main: resolveContainer(scope, component, definitionOf(component).name, options, ports),
    init: Object.entries(options.init ?? {}).map(([name, step]) =>
      resolveContainer(
        scope,
        component,
        name,
        {
          ...step,
          image: step.image ?? options.image,
          envFrom: options.envFrom ?? [],
          env: { ...options.env, ...step.env },
          mounts: { ...options.mounts, ...step.mounts },
          resources: step.resources ?? options.resources,
        },
        [],
      ),
    ),
    sidecars: Object.entries(options.sidecars ?? {}).map(([name, sidecar]) =>
      resolveContainer(scope, component, name, sidecar, portsOf(sidecar.ports)),
    ),
    access: resolveAccess(scope, options.access ?? []),
    security: {
      user,
      group,
      volumeGroup: security.volumeGroup ?? group,
      readOnlyRoot: security.readOnlyRoot ?? true,
      capabilities: security.capabilities ?? [],
    },
    scheduling: resolveScheduling(scope, options),
    labels: options.labels ?? {},
    annotations: options.annotations ?? {},
  };
}

/** The ports by name; a single number is called `http`. */
export function portsOf(port: Port | undefined): NamedPort[] {
  if (port === undefined) return [];
  if (typeof port === "number") return [{ name: "http", number: port }];
  return Object.entries(port).map(([name, number]) => ({ name, number }));
}

export function resolveProbes(
  scope: Scope,
  component: AnyComponent,
  probes: Probes,
  ports: readonly NamedPort[],
): ResolvedProbes {
  const one = (kind: keyof Probes): ResolvedProbe | undefined => {
    const probe: Probe | undefined = probes[kind];
    if (probe === undefined) return undefined;
    const long = typeof probe === "string" ? { get: probe } : probe;
    const asked = portAsked(long, ports);
    const port = ports.find(({ name }) => name === asked);
    if (asked !== undefined && !port) unknownPort(scope, component, ["probes", kind], asked, ports);
    if ("get" in long) return { ...long, port: asked ?? "" };
    return "grpc" in long ? { ...long, grpc: port?.number ?? 0 } : long;
  };
  return { liveness: one("liveness"), readiness: one("readiness"), startup: one("startup") };
}

/** The name of the port that a probe asks; none where it runs a command. */
function portAsked(probe: Exclude<Probe, string>, ports: readonly NamedPort[]): string | undefined {
  if ("get" in probe) return probe.port ?? ports[0]?.name ?? "";
  if ("tcp" in probe) return probe.tcp;
  return "grpc" in probe ? probe.grpc : undefined;
}

function resolveMetrics(
  scope: Scope,
  component: AnyComponent,
  metrics: RunningOptions["metrics"],
  ports: readonly NamedPort[],
): ResolvedMetrics | undefined {
  if (metrics === undefined || metrics === false) return undefined;
  const given = metrics === true ? {} : metrics;
  const port = given.port ?? ports[0]?.name ?? "";
  if (!ports.some(({ name }) => name === port))
    unknownPort(scope, component, ["metrics", "port"], port, ports);
  return { path: given.path ?? "/metrics", port, interval: given.interval ?? ("30s" as Duration) };
}
