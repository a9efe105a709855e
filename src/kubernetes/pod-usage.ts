import {
  podLimits,
  podRequests,
  type ResourceList,
  type ResourcesPodSpec,
} from "./pod-resources.ts";
import { parseQuantity, type Quantity } from "./quantity.ts";
import { addQuantities, multiplyQuantity } from "./quantity-arithmetic.ts";
import { isExtendedResource } from "./resource-names.ts";
import type { PodSpec } from "./types/core.ts";
import type { Decoded } from "./validation/decoded.ts";

/** Amounts by the names that quotas have for them. */
export type Usage = ReadonlyMap<string, Quantity>;

export const ONE = parseQuantity(1);

const MEASURED: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);

/**
 * What a quota counts of one pod.
 *
 * @see k8s.io/kubernetes/pkg/quota/v1/evaluator/core/pods.go podComputeUsageHelper
 */
export function podUsage(spec: Decoded<PodSpec>): Usage {
  const usage = new Map<string, Quantity>([
    ["pods", ONE],
    ["count/pods", ONE],
  ]);
  for (const [name, amount] of requestsOf(spec)) {
    if (MEASURED.has(name) || name.startsWith("hugepages-")) usage.set(name, amount);
    if (usage.has(name) || isExtendedResource(name)) usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of podLimits(asResources(spec)))
    if (MEASURED.has(name)) usage.set(`limits.${name}`, amount);
  return usage;
}

const OF_PODS =
  /^(?:count\/)?pods$|^(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage|hugepages-.*)$|^requests\..*\//;

/** Whether only pods use what a quota limits by this name. */
export function isOfPods(name: string): boolean {
  return OF_PODS.test(name);
}

/** What the scheduler keeps free for one pod. */
export function requestsOf(spec: Decoded<PodSpec>): ResourceList {
  return podRequests(asResources(spec));
}

/** The server has decoded it: amounts are amounts, and what is no list of containers has none. */
export function asResources(spec: Decoded<PodSpec>): ResourcesPodSpec {
  return { ...spec, containers: spec.containers ?? [] } as ResourcesPodSpec;
}

/** A sum of the amounts that somebody wants to know. */
export class Sum {
  private readonly names: readonly string[];
  private readonly amounts = new Map<string, Quantity>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  add(usage: Usage, times = 1): void {
    if (times === 0) return;
    for (const name of this.names) {
      const amount = usage.get(name);
      if (amount === undefined) continue;
      const more = times === 1 ? amount : multiplyQuantity(amount, times);
      const present = this.amounts.get(name);
      this.amounts.set(name, present ? addQuantities(present, more) : more);
    }
  }

  get(name: string): Quantity | undefined {
    return this.amounts.get(name);
  }
}
