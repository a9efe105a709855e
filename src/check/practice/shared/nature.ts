import { podSecurityPolicy } from "../../../kubernetes/pod-security/index.ts";
import { inventory } from "../../objects/inventory.ts";
import { type PlacedContainer, type Workload, workloads } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";

/** The workloads that are whole: a patch for one that stands in a file of its own lacks images. */
export const programs = once((world: World): readonly Workload[] =>
  workloads(world).filter(
    ({ containers }) =>
      containers.length > 0 && containers.every(({ container: { image } }) => image),
  ),
);

/** Runs to an end, and serves nobody. */
export function endsByItself({ item }: Workload): boolean {
  return item.kind === "Job" || item.kind === "CronJob";
}

/** Made again by a controller when it is gone: all but Jobs and pods that somebody made by hand. */
export function isKeptRunning(workload: Workload): boolean {
  return workload.item.kind !== "Pod" && !endsByItself(workload);
}

/** A part of the cluster itself, such as its network: it has power over nodes because it must. */
export function isOfSystem({ item, spec }: Workload): boolean {
  return item.namespace === "kube-system" || (spec.priorityClassName ?? "").startsWith("system-");
}

/** Where the kubelet and container runtimes keep what drivers and plugins are for. */
const NODE_PARTS =
  /^\/(?:var\/lib\/(?:kubelet|cni|rook)|opt\/cni|etc\/cni|etc\/kubernetes)(?:\/|$)/;

/**
 * There for the nodes' sake: one on each node, or with the kubelet's own folders. Networks, storage
 * drivers, node exporters and log collectors are of this kind.
 */
export function servesNodes(workload: Workload): boolean {
  if (workload.item.kind === "DaemonSet" || isOfSystem(workload)) return true;
  return (workload.spec.volumes ?? []).some(({ hostPath }) =>
    NODE_PARTS.test(hostPath?.path ?? ""),
  );
}

/** Whether the rules for Linux mean nothing here. */
export function isForWindows({ spec }: Workload): boolean {
  return spec.os?.name === "windows" || spec.nodeSelector?.["kubernetes.io/os"] === "windows";
}

const LEADER = /^--?(?:enable-)?leader-?elect(?:ion)?(?:=true)?$|^--?leader-elect(?:ion)?-/;

/** One of its pods does the work, and the others wait to take over. */
export function electsLeader({ containers }: Workload): boolean {
  return containers.some(({ container: { args = [], command = [] } }) =>
    [...args, ...command].some((text) => LEADER.test(text)),
  );
}

/** The containers that go on running. */
export function lasting({ containers }: Workload): readonly PlacedContainer[] {
  return containers.filter(({ role }) => role !== "init");
}

type Level = "privileged" | "baseline" | "restricted";
const LEVELS: readonly Level[] = ["privileged", "baseline", "restricted"];

/** What a namespace of the world says about the pods in it. */
interface Demand {
  /** The highest level of the Pod Security Standards whose breaches the layer `api` tells. */
  readonly told: Level;
  /** It says itself that everything is allowed in it. */
  readonly allowsAll: boolean;
}

const demands = once((world): ReadonlyMap<string, Demand> => {
  return new Map(
    inventory(world)
      .all("Namespace")
      .map(({ name, object }) => {
        const labels = object.metadata?.labels ?? {};
        const { enforce, warn } = podSecurityPolicy(labels, world.minor);
        const told = LEVELS[Math.max(LEVELS.indexOf(enforce.level), LEVELS.indexOf(warn.level))];
        const allowsAll = labels["pod-security.kubernetes.io/enforce"] === "privileged";
        return [name, { told: told ?? "privileged", allowsAll }];
      }),
  );
});

/** Whether the layer `api` tells what breaks a level in a workload's namespace. */
export function isTold(
  world: World,
  { item }: Workload,
  level: "baseline" | "restricted",
): boolean {
  const told = demands(world).get(item.namespace ?? "default")?.told ?? "privileged";
  return LEVELS.indexOf(told) >= LEVELS.indexOf(level);
}

/**
 * The workloads whose power over nodes needs a reason, and has none in the input: no part of the
 * system, nor in a namespace that says it is for such pods.
 */
export const ordinary = once((world: World): ReadonlySet<Workload> => {
  return new Set(
    programs(world).filter(
      (workload) =>
        !servesNodes(workload) &&
        !isTold(world, workload, "baseline") &&
        !demands(world).get(workload.item.namespace ?? "")?.allowsAll,
    ),
  );
});
