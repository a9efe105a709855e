import { parseQuantity, type Quantity } from "./quantity.ts";
import { addQuantities, compareQuantities, maxQuantity } from "./quantity-arithmetic.ts";

/** Amounts by resource name, as in manifests. */
export type ResourceMap = Readonly<Record<string, string | number>>;

export interface ResourceRequirements {
  readonly requests?: ResourceMap;
  readonly limits?: ResourceMap;
}

export interface ResourcesContainer {
  readonly resources?: ResourceRequirements;
  /** "Always" on an init container makes it a sidecar. */
  readonly restartPolicy?: string;
}

/** A pod's spec, as far as its resources depend on it. */
export interface ResourcesPodSpec {
  readonly containers: readonly ResourcesContainer[];
  readonly initContainers?: readonly ResourcesContainer[];
  readonly overhead?: ResourceMap;
  /** Resources of the pod as a whole (beta and on since Kubernetes 1.34). */
  readonly resources?: ResourceRequirements;
}

export type ResourceList = ReadonlyMap<string, Quantity>;

export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

/**
 * What the scheduler reserves and a quota counts for one pod: the containers and sidecars together,
 * or what is needed while an init container runs where that is more; then resources of the pod as
 * a whole in place of that; then the overhead. A request that is missing is the limit, as the API
 * server fills it in.
 *
 * @see k8s.io/component-helpers/resource/helpers.go PodRequests
 */
export function podRequests(spec: ResourcesPodSpec): ResourceList {
  const requests = aggregate(spec, requestsOf);
  if (spec.resources !== undefined) {
    for (const [name, amount] of podLevelRequests(spec)) {
      if (isPodLevel(name)) requests.set(name, amount);
    }
  }
  add(requests, list(spec.overhead));
  return requests;
}

/**
 * The limits of one pod as a quota counts them, by the same sums. Overhead is added only to limits
 * that exist. Containers without a limit add nothing.
 *
 * @see k8s.io/component-helpers/resource/helpers.go PodLimits
 */
export function podLimits(spec: ResourcesPodSpec): ResourceList {
  const limits = aggregate(spec, limitsOf);
  for (const [name, amount] of podLevelLimits(spec)) {
    if (isPodLevel(name)) limits.set(name, amount);
  }
  for (const [name, amount] of list(spec.overhead)) {
    const limit = limits.get(name);
    if (limit !== undefined && limit.unscaled !== 0n)
      limits.set(name, addQuantities(limit, amount));
  }
  return limits;
}

/**
 * Who is evicted first when a node runs short: BestEffort, then Burstable, Guaranteed last.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS
 */
export function qosClass(spec: ResourcesPodSpec): QosClass {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const owners =
    spec.resources === undefined
      ? all.map((each) => ({ requests: requestsOf(each), limits: limitsOf(each), mustLimit: true }))
      : [podLevel(spec)];
  const requests = new Map<string, Quantity>();
  const limits = new Map<string, Quantity>();
  let guaranteed = true;
  for (const owner of owners) {
    const own = computeOnly(owner.limits);
    add(requests, computeOnly(owner.requests));
    add(limits, own);
    if (owner.mustLimit && own.size < 2) guaranteed = false;
  }
  if (requests.size === 0 && limits.size === 0) return "BestEffort";
  const equal = requests.entries().every(([name, amount]) => {
    const limit = limits.get(name);
    return limit !== undefined && compareQuantities(limit, amount) === 0;
  });
  return guaranteed && equal && requests.size === limits.size ? "Guaranteed" : "Burstable";
}

/** The amounts of several pods or other consumers together. */
export function sumResources(lists: Iterable<ResourceList>): ResourceList {
  const sum = new Map<string, Quantity>();
  for (const each of lists) add(sum, each);
  return sum;
}

/**
 * While an init container runs, it shares the pod with the sidecars started before it.
 *
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
 */
function aggregate(
  spec: ResourcesPodSpec,
  amountsOf: (container: ResourcesContainer) => ResourceList,
) {
  const sum = new Map<string, Quantity>();
  for (const container of spec.containers) add(sum, amountsOf(container));
  const sidecars = new Map<string, Quantity>();
  const atStart = new Map<string, Quantity>();
  for (const container of spec.initContainers ?? []) {
    const amounts = amountsOf(container);
    if (container.restartPolicy === "Always") {
      add(sum, amounts);
      add(sidecars, amounts);
      raise(atStart, sidecars);
    } else {
      const running = new Map(amounts);
      add(running, sidecars);
      raise(atStart, running);
    }
  }
  raise(sum, atStart);
  return sum;
}

function podLevel(spec: ResourcesPodSpec) {
  const limits = podLevelLimits(spec);
  return { requests: podLevelRequests(spec), limits, mustLimit: limits.size > 0 };
}

/**
 * The limits of the pod as a whole, as the API server completes them.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go defaultHugePagePodLimits
 */
export function podLevelLimits(spec: ResourcesPodSpec): Map<string, Quantity> {
  const limits = new Map(list(spec.resources?.limits));
  const requests = list(spec.resources?.requests);
  if (limits.size === 0 && requests.size === 0) return limits;
  for (const [name, amount] of aggregate(spec, limitsOf)) {
    const isFree = !limits.has(name) && !requests.has(name);
    if (isHugePages(name) && isFree) limits.set(name, amount);
  }
  return limits;
}

/**
 * The requests of the pod as a whole, as the API server completes them.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go defaultPodRequests
 */
export function podLevelRequests(spec: ResourcesPodSpec): Map<string, Quantity> {
  const requests = new Map(list(spec.resources?.requests));
  const limits = podLevelLimits(spec);
  if (limits.size === 0) return requests;
  for (const [name, amount] of aggregate(spec, requestsOf)) {
    if (!requests.has(name) && isPodLevel(name) && !isHugePages(name)) requests.set(name, amount);
  }
  for (const [name, amount] of limits) {
    if (!requests.has(name) && isPodLevel(name)) requests.set(name, amount);
  }
  return requests;
}

function isPodLevel(name: string): boolean {
  return name === "cpu" || name === "memory" || isHugePages(name);
}

function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-");
}

function requestsOf({ resources }: ResourcesContainer): ResourceList {
  return new Map([...list(resources?.limits), ...list(resources?.requests)]);
}

function limitsOf({ resources }: ResourcesContainer): ResourceList {
  return list(resources?.limits);
}

function computeOnly(amounts: ResourceList): ResourceList {
  const counts = ([name, { unscaled }]: [string, Quantity]) =>
    (name === "cpu" || name === "memory") && unscaled > 0n;
  return new Map(amounts.entries().filter(counts));
}

function list(amounts: ResourceMap | undefined): ResourceList {
  return new Map(Object.entries(amounts ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
}

function add(sum: Map<string, Quantity>, amounts: ResourceList): void {
  for (const [name, amount] of amounts) {
    const present = sum.get(name);
    sum.set(name, present === undefined ? amount : addQuantities(present, amount));
  }
}

function raise(highest: Map<string, Quantity>, amounts: ResourceList): void {
  for (const [name, amount] of amounts) {
    const present = highest.get(name);
    highest.set(name, present === undefined ? amount : maxQuantity(present, amount));
  }
}
