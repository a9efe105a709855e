import { formatQuantity, parseQuantity, type Quantity, ZERO } from "../kubernetes/quantity.ts";
import { addQuantities, subtractQuantities } from "../kubernetes/quantity-arithmetic.ts";
import { type Amounts, amountsOf, resourcesOf } from "../render/resources.ts";
import type { Environment } from "./environment.ts";
import { surgeOf } from "./surge.ts";
import { isRunning, type Workload } from "./workloads.ts";

/** CPU and memory as Kubernetes writes them. A limit is absent where some container has none. */
export interface Figures {
  readonly cpu: { readonly request: string; readonly limit: string | undefined };
  readonly memory: { readonly request: string; readonly limit: string | undefined };
}

export interface ResourceRow extends Figures {
  readonly title: string;
  readonly replicas: { readonly minimum: number; readonly maximum: number };
  /** A run of it ends by itself. */
  readonly ends: boolean;
}

export interface Total extends Figures {
  readonly pods: number;
}

/** What is left of a quota when everything runs that may run at once. */
export interface Headroom {
  readonly quota: { readonly cpu: string; readonly memory: string; readonly pods: number };
  readonly left: { readonly cpu: string; readonly memory: string; readonly pods: number };
  /** Names of what does not fit. */
  readonly missing: readonly string[];
}

export interface ResourceTable {
  readonly environment: string;
  /** Each pod's requests and limits. */
  readonly rows: readonly ResourceRow[];
  readonly minimum: Total;
  readonly maximum: Total;
  /** The extra pods while every program is replaced at once. */
  readonly surge: Total;
  /** One run of each job at once. */
  readonly jobs: Total;
  readonly headroom: Headroom | undefined;
}

export function resourceTable(environment: Environment): ResourceTable {
  const { running, jobs } = resourcesOf(environment.rendered);
  const surge = surgeAmounts(environment.workloads);
  const all = [running.maximum, surge, jobs];
  return {
    environment: environment.name,
    rows: environment.workloads.map(rowOf),
    minimum: total(running.minimum),
    maximum: total(running.maximum),
    surge: total(surge),
    jobs: total(jobs),
    headroom: headroomOf(environment, all),
  };
}

function rowOf(workload: Workload): ResourceRow {
  const { title, replicas, pod } = workload;
  const each = total(amountsOf([{ pod, count: 1 }]));
  return { title, replicas, ends: !isRunning(workload), ...each };
}

function total({ pods, requests, limits, unlimited }: Amounts): Total {
  const figures = (name: string) => ({
    request: text(requests.get(name)),
    limit: unlimited.has(name) ? undefined : text(limits.get(name)),
  });
  return { pods, cpu: figures("cpu"), memory: figures("memory") };
}

function text(quantity: Quantity | undefined): string {
  return quantity === undefined ? "0" : formatQuantity(quantity);
}

function surgeAmounts(workloads: readonly Workload[]): Amounts {
  const extra = workloads.map((workload) => ({ pod: workload.pod, count: surgeOf(workload) }));
  return amountsOf(extra.filter(({ count }) => count > 0));
}

function headroomOf({ resolved }: Environment, all: readonly Amounts[]): Headroom | undefined {
  const { quota } = resolved;
  if (!quota) return undefined;
  const used = (name: string) =>
    all.reduce((sum, { requests }) => addQuantities(sum, requests.get(name) ?? ZERO), ZERO);
  const left = {
    cpu: subtractQuantities(parseQuantity(quota.cpu), used("cpu")),
    memory: subtractQuantities(parseQuantity(quota.memory), used("memory")),
  };
  const pods = quota.pods - all.reduce((sum, each) => sum + each.pods, 0);
  return {
    quota: { cpu: String(quota.cpu), memory: quota.memory, pods: quota.pods },
    left: { cpu: formatQuantity(left.cpu), memory: formatQuantity(left.memory), pods },
    missing: [
      ...(left.cpu.unscaled < 0n ? ["CPU"] : []),
      ...(left.memory.unscaled < 0n ? ["memory"] : []),
      ...(pods < 0 ? ["pods"] : []),
    ],
  };
}

/** Requests and limits of each pod, in one line. */
export function podLine(workload: Workload): string {
  const { cpu, memory } = rowOf(workload);
  const range = ({ request, limit }: Figures["cpu"]) => `${request} to ${limit ?? "any"}`;
  return `${range(cpu)} CPU, ${range(memory)}`;
}
