import { envNameProblem } from "../../kubernetes/names.ts";
import { portNameProblem } from "../../kubernetes/ports.ts";
import { type Address, isAddress } from "../address.ts";
import { sortOf } from "../component.ts";
import type { External } from "../external.ts";
import { type ObjectNames, objectNamesCheck } from "../names.ts";
import type { Postgres } from "../postgres.ts";
import type { Scheduler, Web, Worker } from "../programs.ts";
import type { Redis } from "../redis.ts";
import type { PlainRef, SecretRef } from "../reference.ts";
import {
  aBoolean,
  aString,
  type Check,
  either,
  listOf,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
  syntax,
  whole,
} from "../shape.ts";
import type { Site } from "../site.ts";
import {
  type Access,
  accessCheck,
  type ContainerOptions,
  containerShape,
  type Env,
  type InitStep,
  initCheck,
  type Resources,
  resourcesCheck,
  type Security,
  type Sidecar,
  securityCheck,
  sidecarsCheck,
} from "./container.ts";
import { type Probes, probesCheck } from "./probes.ts";
import {
  type Budget,
  budgetCheck,
  type Count,
  type Scale,
  type Shards,
  type Strategy,
  scaleCheck,
  shardsCheck,
  strategyCheck,
  type VerticalScale,
  verticalCheck,
} from "./scaling.ts";
import { aSpread, type SchedulingOptions, type Spread, schedulingShape } from "./scheduling.ts";
import { type ServiceOptions, type Services, serviceCheck, servicesCheck } from "./services.ts";
import {
  aCommand,
  aDuration,
  anEnv,
  annotations,
  aPath,
  aPortNumber,
  aPrometheusDuration,
  aSelectorValue,
  type Duration,
  labels,
} from "./values.ts";

/** What listens: a component with a port, one of its ports, or a service outside. */
export type Callee =
  | Web
  | Site
  | Worker
  | Scheduler
  | Postgres
  | Redis<PlainRef | SecretRef>
  | External<PlainRef | SecretRef>
  | Address;

const aCallee: Check = {
  says: 'what listens: a web component, a data store, an external() or backend.at("ws")',
  accepts: (value) =>
    ["web", "site", "worker", "scheduler", "postgres", "redis", "external"].includes(
      sortOf(value) ?? "",
    ) || isAddress(value),
  test: () => {},
};

/** What every program has, whether it serves, works, or runs once. */
export interface ProgramOptions extends ContainerOptions, SchedulingOptions {
  /** Steps that prepare each pod before the program starts, by name, in order. */
  readonly init?: Readonly<Record<string, InitStep>>;
  /** Helpers that run beside the program, by name. */
  readonly sidecars?: Readonly<Record<string, Sidecar>>;
  /** Whom the program talks to, where no reference in `env` or in a config says so. */
  readonly calls?: readonly Callee[];
  /** What the program may do with the Kubernetes API. Without it the pod gets no token. */
  readonly access?: readonly Access[];
  /** The user, the root file system and the capabilities. Default: user 1000, read-only root, no capability. */
  readonly security?: Security;
  /** Names of its objects that do not follow the platform's patterns. */
  readonly names?: ObjectNames;
  /** The value of the platform's selector label, where an existing deployment has its own; also the `job` of its metrics. Default: the name. */
  readonly label?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Where the program's metrics are. */
export interface Metrics<P extends string = string> {
  /** Default: `"/metrics"`. */
  readonly path?: `/${string}`;
  /** The port by its name. Default: the component's first. */
  readonly port?: P;
  /** How often they are collected. Default: `"30s"`. */
  readonly interval?: Duration;
}

/** Programs that run all the time. */
export interface RunningOptions<P extends string = string> extends ProgramOptions {
  /** How the kubelet learns about the program's health. */
  readonly probes?: Probes<P>;
  /** How long a pod may take to finish its work when it is told to stop. Default: `"30s"`. */
  readonly stopWithin?: Duration;
  /** The wait between leaving the Services and the stop signal. Default: `"5s"` where traffic comes in. */
  readonly drain?: Duration;
  /** Where the program's metrics are; `true` for `/metrics` on its first port. */
  readonly metrics?: Metrics<P> | boolean;
}

/** Programs of which several replicas may run. */
export interface ScalableOptions<P extends string = string> extends RunningOptions<P> {
  /** A fixed number of replicas, or bounds and targets for the autoscaler. */
  readonly scale: Count | Scale;
  /** How old pods make way for new ones. Default: `{ surge: 1, unavailable: 0 }`. */
  readonly strategy?: Strategy;
  /** Spread the replicas evenly over nodes and zones. Default: the environment's, else `"prefer"`. */
  readonly spread?: Spread;
  /** How many pods stay up while nodes are drained. */
  readonly budget?: Budget;
  /** Requests that follow what the program really uses. */
  readonly vertical?: VerticalScale;
  /** Further Services, by name: `"headless"`, `"internal"` or a load balancer. */
  readonly services?: Services;
}

/** A command that brings the database up to date, once for each release. */
export interface Migration {
  readonly command: readonly string[];
  readonly env?: Env;
  readonly resources?: Resources;
  /** Give up after this long. Default: `"10m"`. */
  readonly timeout?: Duration;
}

/** One port, called `http`, or several by name; the first is the component's own. */
export type Port = number | Readonly<Record<string, number>>;

/** The names of a component's ports. */
export type PortNames<N> = N extends number ? "http" : Extract<keyof N, string>;

/** A program that others talk to. */
export interface WebOptions<N extends Port = Port> extends ScalableOptions<NoInfer<PortNames<N>>> {
  /** The port it listens on, `8000`, or several: `{ http: 4000, ws: 4001 }`. */
  readonly port: N;
  /** The first Service's name and ports. */
  readonly service?: ServiceOptions;
  /** A Job that runs before a new version starts, once and not in every replica. */
  readonly migrate?: readonly string[] | Migration;
}

/** A program that fetches its work itself. */
export interface WorkerOptions<N extends Port = Port>
  extends ScalableOptions<NoInfer<PortNames<N>>> {
  /** Ports it listens on, if any. */
  readonly port?: N;
  /** Stable members (a StatefulSet): the variable that tells each its number, from 0. */
  readonly member?: string;
  /** Into how many parts the members split the work; there are never fewer of them. Needs `member`. */
  readonly shards?: Shards;
  /** A Job that runs before a new version starts. */
  readonly migrate?: readonly string[] | Migration;
}

/** A program of which exactly one runs. */
export interface SchedulerOptions extends RunningOptions {
  /** A port it listens on, if any. */
  readonly port?: Port;
}

/** A program that runs to its end. */
export interface JobOptions extends ProgramOptions {
  /** Tries before it counts as failed. Default: `3`. */
  readonly retries?: number;
  /** Give up after this long. */
  readonly timeout?: Duration;
  /** The finished Job is removed after this long. Default: `"1h"`. */
  readonly keep?: Duration;
}

/** A program that runs on a schedule. */
export interface CronOptions extends JobOptions {
  /** A cron line: `"0 2 * * *"`. */
  readonly schedule: `${string} ${string} ${string} ${string} ${string}` | `@${string}`;
  /** The time zone of the schedule, such as `"Europe/Moscow"`. Default: `"Etc/UTC"`. */
  readonly timeZone?: string;
  /** What happens when the last run is not over yet. Default: `"Forbid"`, the new one is left out. */
  readonly concurrency?: "Allow" | "Forbid" | "Replace";
  /** A missed start is made up for within this time. Default: `"5m"`. */
  readonly startWithin?: Duration;
}

const portCheck = either(aPortNumber, mapOf(aPortNumber, portNameProblem));
const migrateCheck = either(
  aCommand,
  objectOf<Migration>({
    command: aCommand,
    env: optional(anEnv),
    resources: optional(resourcesCheck),
    timeout: optional(aDuration),
  }),
);

const programShape: ShapeOf<ProgramOptions> = {
  ...containerShape,
  ...schedulingShape,
  init: optional(initCheck),
  sidecars: optional(sidecarsCheck),
  calls: optional(listOf(aCallee)),
  access: optional(accessCheck),
  security: optional(securityCheck),
  names: optional(objectNamesCheck),
  label: optional(aSelectorValue),
  labels: optional(labels),
  annotations: optional(annotations),
};

const runningShape: ShapeOf<RunningOptions> = {
  ...programShape,
  probes: optional(probesCheck),
  stopWithin: optional(aDuration),
  drain: optional(aDuration),
  metrics: optional(
    either(
      aBoolean,
      objectOf<Metrics>({
        path: optional(aPath),
        port: optional(aString),
        interval: optional(aPrometheusDuration),
      }),
    ),
  ),
};

export const scalableShape: ShapeOf<ScalableOptions> = {
  ...runningShape,
  scale: scaleCheck,
  strategy: optional(strategyCheck),
  spread: optional(aSpread),
  budget: optional(budgetCheck),
  vertical: optional(verticalCheck),
  services: optional(servicesCheck),
};

export const webShape: ShapeOf<WebOptions> = {
  ...scalableShape,
  port: portCheck,
  service: optional(serviceCheck),
  migrate: optional(migrateCheck),
};

export const jobShape: ShapeOf<JobOptions> = {
  ...programShape,
  retries: optional(whole(0)),
  timeout: optional(aDuration),
  keep: optional(aDuration),
};

export const workerShape: ShapeOf<WorkerOptions> = {
  ...scalableShape,
  port: optional(portCheck),
  member: optional(syntax("the name of a variable", envNameProblem)),
  shards: optional(shardsCheck),
  migrate: optional(migrateCheck),
};

export const schedulerShape: ShapeOf<SchedulerOptions> = {
  ...runningShape,
  port: optional(portCheck),
};
