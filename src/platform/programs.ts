import { type Address, addressOf, type Endpoint, failUnknownPort } from "./address.ts";
import { type AnyComponent, type Component, defineComponent } from "./component.ts";
import type { Override } from "./options/override.ts";
import type {
  CronOptions,
  JobOptions,
  Port,
  PortNames,
  SchedulerOptions,
  WebOptions,
  WorkerOptions,
} from "./options/workload.ts";
import { callSite } from "./where.ts";

type PodKinds = "ServiceAccount" | "Role" | "RoleBinding" | "NetworkPolicy";
type RunningKinds = PodKinds | "Service" | "ServiceMonitor";
type ScalableKinds =
  | RunningKinds
  | "HorizontalPodAutoscaler"
  | "PodDisruptionBudget"
  | "VerticalPodAutoscaler"
  | "Job";

/** What an environment may change of a web component. */
export interface WebOverride extends Override<WebOptions> {}
/** What an environment may change of a worker. */
export interface WorkerOverride extends Override<WorkerOptions> {}
/** What an environment may change of a scheduler. */
export interface SchedulerOverride extends Override<SchedulerOptions> {}
/** What an environment may change of a job. */
export interface JobOverride extends Override<JobOptions> {}
/** What an environment may change of a cron job. */
export interface CronOverride extends Override<CronOptions> {}

/** A program that others talk to. */
export interface Web<P extends string = string>
  extends Component<WebOverride | false, ScalableKinds | "Deployment">,
    Endpoint {
  /** One of its ports, as the target of a route or as an address. */
  at(port: P): Address;
}

/** A program that fetches its work itself. */
export interface Worker<P extends string = string>
  extends Component<WorkerOverride | false, ScalableKinds | "Deployment" | "StatefulSet"> {
  /** One of its ports, as an address. */
  at(port: P): Address;
}

/** A program of which exactly one runs. */
export interface Scheduler
  extends Component<SchedulerOverride | false, RunningKinds | "Deployment"> {}
/** A program that runs to its end. */
export interface Job extends Component<JobOverride | false, PodKinds | "Job"> {}
/** A program that runs on a schedule. */
export interface Cron extends Component<CronOverride | false, PodKinds | "CronJob"> {}

/**
 * A program that others talk to: a Deployment with its Service.
 *
 * @example
 * const api = web("api", {
 *   image: image("shop/api"),
 *   port: 8000,
 *   probes: { readiness: "/ready" },
 *   resources: { cpu: ["250m", "1"], memory: ["256Mi", "512Mi"] },
 *   scale: { min: 2, max: 6, cpu: 70 },
 * });
 */
export function web<const N extends Port>(name: string, options: WebOptions<N>): Web<PortNames<N>> {
  const site = callSite(web);
  return defineComponent({ sort: "web", name, options, site }, (self) =>
    endpoint(self, options.port),
  );
}

/** A program that fetches its work itself: a Deployment, or with `member` a StatefulSet whose members know their number. */
export function worker<const N extends Port = never>(
  name: string,
  options: WorkerOptions<N>,
): Worker<PortNames<N>> {
  const site = callSite(worker);
  return defineComponent({ sort: "worker", name, options, site }, (self) => ({
    at: addressIn(self, options.port),
  }));
}

/** A program of which exactly one runs: the old pod is gone before the new one starts. */
export function scheduler(name: string, options: SchedulerOptions): Scheduler {
  const site = callSite(scheduler);
  return defineComponent({ sort: "scheduler", name, options, site });
}

/** A program that runs to its end, once for each release. */
export function job(name: string, options: JobOptions): Job {
  const site = callSite(job);
  return defineComponent({ sort: "job", name, options, site });
}

/** A program that runs on a schedule. */
export function cron(name: string, options: CronOptions): Cron {
  const site = callSite(cron);
  return defineComponent({ sort: "cron", name, options, site });
}

/** The address of a component's first port beside its `at()`. */
export function endpoint<C extends AnyComponent & Endpoint>(self: C, port: Port) {
  const { url, host, port: number } = addressOf(self, portNames(port)[0] ?? "http");
  const at = addressIn(self, port);
  return { url, host, port: number, at } as unknown as Omit<C, keyof AnyComponent>;
}

/** `at()` of a component: an unknown port stops at the line that names it. */
function addressIn(self: AnyComponent, port: Port | undefined) {
  const at = (name: string): Address => {
    if (!portNames(port).includes(name)) failUnknownPort(self, name, port, callSite(at));
    return addressOf(self, name);
  };
  return at;
}

function portNames(port: Port | undefined): string[] {
  if (port === undefined) return [];
  return typeof port === "number" ? ["http"] : Object.keys(port);
}
