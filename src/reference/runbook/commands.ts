import type { Environment } from "../environment.ts";
import type { OwnService } from "../network/ports.ts";
import { servicesOf } from "../network/ports.ts";
import { target, type Workload } from "../workloads.ts";

/** kubectl in the namespace of an environment. */
export function kubectl({ resolved }: Environment): string {
  return `kubectl -n ${resolved.namespace}`;
}

/**
 * A command of ours, about an environment: `slipway logs backend -e production --follow`.
 *
 * @param command With what it is about, ready for the shell.
 */
export function slipway({ name }: Environment, command: string, options = ""): string {
  return `slipway ${command} -e ${word(name)}${options === "" ? "" : ` ${options}`}`;
}

/** The components of workloads, as commands of ours name them. */
export function componentsOf(workloads: readonly Workload[]): readonly string[] {
  return [...new Set(workloads.map(({ component }) => word(component)))];
}

/** What belongs to this platform wins over what was changed by hand. */
export const apply = "kubectl apply --server-side --force-conflicts";

/** Where the runbook writes the objects of an environment. */
export function folderOf({ name }: Environment): string {
  return `deploy/${word(name)}`;
}

/** A word of a shell command, in quotes where it needs them. */
export function word(text: string): string {
  return /^[\w./:@=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The option that picks objects by labels. */
export function labelled(selector: string): string {
  return `-l ${word(selector)}`;
}

/** `-c` for the container that does the work, where there are several. */
export function containerOf({ pod }: Workload): string {
  const all = [...pod.containers, ...(pod.initContainers ?? [])];
  const [main] = pod.containers;
  return all.length > 1 && main ? ` -c ${main.name}` : "";
}

/** A pod of a workload for `kubectl exec` and `logs`: a workload's name stands for one of its pods. */
export function podOf(environment: Environment, workload: Workload): string {
  if (workload.kind !== "Cluster") return target(workload);
  const writer = `${workload.selector},cnpg.io/instanceRole=primary`;
  return `"$(${kubectl(environment)} get pod ${labelled(writer)} -o name)"`;
}

/** A line that puts the name of one pod into a variable. */
export function findPod(environment: Environment, selector: string, variable = "POD"): string {
  const first = "-o jsonpath='{.items[0].metadata.name}'";
  return `${variable}="$(${kubectl(environment)} get pods ${labelled(selector)} ${first})"`;
}

/** Waits until all pods of a workload are the new ones and ready. */
export function rolledOut(environment: Environment, workload: Workload): string[] {
  const { kind, name } = workload;
  if (kind === "CronJob") return [];
  if (kind === "Job") return [];
  if (kind === "Cluster")
    return [
      `${kubectl(environment)} wait --for=condition=Ready clusters.postgresql.cnpg.io/${name} --timeout=15m`,
    ];
  return [`${kubectl(environment)} rollout status ${target(workload)} --timeout=10m`];
}

/** The Service by which others reach a workload. */
export function firstServiceOf(
  environment: Environment,
  workload: Workload,
): OwnService | undefined {
  const own = servicesOf(environment, workload).filter(({ ports }) => ports.length > 0);
  return own.find(({ type }) => type !== "loadBalancer") ?? own[0];
}

export function programs({ workloads }: Environment): readonly Workload[] {
  return workloads.filter(({ role }) => role === "program");
}

export function stores({ workloads }: Environment): readonly Workload[] {
  return workloads.filter(({ role }) => role === "store");
}

/** What runs all the time. */
export function running({ workloads }: Environment): readonly Workload[] {
  return workloads.filter(({ kind }) => kind !== "Job" && kind !== "CronJob");
}
