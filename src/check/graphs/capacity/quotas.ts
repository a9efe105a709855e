import type { Fenceposts } from "../../../kubernetes/pod-share.ts";
import { isOfPods, podUsage, Sum, type Usage } from "../../../kubernetes/pod-usage.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../../../kubernetes/quantity.ts";
import { compareQuantities, multiplyQuantity } from "../../../kubernetes/quantity-arithmetic.ts";
import type { PodSpec, ResourceQuota } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { type PlacedContainer, type Workload, workloads } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";
import { isOneNamespace } from "./alone.ts";
import { demandsOf, withDefaults } from "./limit-ranges.ts";
import { objectUsage, templateUsages } from "./objects.ts";
import { type Count, countOf, otherColourOf, rolloutOf } from "./scale.ts";
import { isInScope, isScoped } from "./scopes.ts";

/** The pods of a workload, as a namespace counts them. */
export interface Counted {
  readonly workload: Workload;
  readonly count: Count;
  /** With what LimitRanges fill in. */
  readonly spec: Decoded<PodSpec>;
  readonly usage: Usage;
  /** Of as many pods as there are at least, and at most. */
  readonly atLeast: Fenceposts | undefined;
  readonly atMost: Fenceposts | undefined;
  /** New pods, at least, that have to run before an old one may go. */
  readonly first: number;
}

/** A quota, and what the objects of its namespace need of it. */
export interface QuotaLoad {
  readonly quota: Item<Decoded<ResourceQuota>>;
  readonly hard: readonly (readonly [name: string, amount: Quantity])[];
  readonly pods: readonly Counted[];
  /** What is there all the time, autoscalers at their minimum. */
  readonly least: Sum;
  /** Everything at its maximum, replaced at once, while every job runs. */
  readonly most: Sum;
  /** The part of `most` that only an update needs, and what jobs need. */
  readonly surge: Sum;
  readonly jobs: Sum;
}

/** Every quota whose namespace is known, or is that of all the objects that name none. */
export const quotaLoads = once((world): readonly QuotaLoad[] => {
  const quotas = Map.groupBy(inventory(world).all("ResourceQuota"), ({ namespace }) => namespace);
  if (quotas.size === 0) return [];
  const nameless = quotas.get(undefined) ?? [];
  if (nameless.length > 0 && (isCollection(nameless) || !isOneNamespace(world)))
    quotas.delete(undefined);
  const items = Map.groupBy(inventory(world).items, ({ namespace }) => namespace);
  const pods = Map.groupBy(workloads(world), ({ item }) => item.namespace);
  return [...quotas].flatMap(([namespace, here]) => {
    const counted = (pods.get(namespace) ?? []).flatMap((each) => countedOf(world, each));
    return here.map((quota) => loadOf(quota, counted, items.get(namespace) ?? []));
  });
});

/** Quotas that name no namespace and limit the same: examples beside each other, of different ones. */
function isCollection(quotas: readonly Item<Decoded<ResourceQuota>>[]): boolean {
  const limited = quotas
    .filter(({ object }) => !isScoped(object.spec ?? {}))
    .flatMap(({ object }) => Object.keys(object.spec?.hard ?? {}));
  return new Set(limited).size < limited.length;
}

function countedOf(world: World, workload: Workload): Counted[] {
  const count = countOf(world, workload);
  if (!count || workload.containers.some(asksAboveLimit)) return [];
  const spec = withDefaults(workload.spec, demandsOf(world, workload.item.namespace));
  const colour = otherColourOf(workload, count.least);
  return [
    {
      workload,
      count,
      spec,
      usage: podUsage(spec),
      atLeast: colour ?? rolloutOf(workload, count.least),
      atMost: otherColourOf(workload, count.most) ?? rolloutOf(workload, count.most),
      first: colour?.surge ?? 1,
    },
  ];
}

/** The server takes no such pod, and what it is to ask for is not known. */
function asksAboveLimit({ container: { resources = {} } }: PlacedContainer): boolean {
  return Object.entries(resources.requests ?? {}).some(([name, request]) => {
    const limit = resources.limits?.[name];
    if (request === undefined || limit === undefined) return false;
    return compareQuantities(parseQuantity(request), parseQuantity(limit)) > 0;
  });
}

function loadOf(
  quota: Item<Decoded<ResourceQuota>>,
  counted: readonly Counted[],
  items: readonly Item[],
): QuotaLoad {
  const { spec = {} } = quota.object;
  const hard = Object.entries(spec.hard ?? {}).flatMap(([name, amount]) =>
    amount === undefined ? [] : [[name, parseQuantity(amount)] as const],
  );
  const isPartial = isScoped(spec);
  const pods = isPartial ? counted.filter((each) => isInScope(spec, each.spec)) : counted;
  const names = hard.map(([name]) => name);
  const [least, most] = [new Sum(names), new Sum(names)];
  const [surge, jobs] = [new Sum(names), new Sum(names)];
  for (const { count, usage, atMost } of pods) {
    least.add(usage, count.least);
    most.add(usage, count.most + (atMost?.surge ?? 0));
    surge.add(usage, atMost?.surge ?? 0);
    if (count.ends) jobs.add(usage, count.most);
  }
  if (!isPartial && !names.every(isOfPods)) {
    for (const usage of items.map(objectUsage)) for (const sum of [least, most]) sum.add(usage);
    for (const { workload, count } of counted)
      for (const usage of templateUsages(workload.item)) {
        least.add(usage, count.least);
        most.add(usage, count.most);
      }
  }
  return { quota, hard, pods, least, most, surge, jobs };
}

/** What of a quota a sum is above. */
export interface Excess {
  readonly name: string;
  readonly allowed: Quantity;
  readonly needed: Quantity;
}

export function excessOf({ hard }: QuotaLoad, needed: (name: string) => Quantity | undefined) {
  return hard.flatMap(([name, allowed]): Excess[] => {
    const amount = needed(name);
    return amount && compareQuantities(amount, allowed) > 0
      ? [{ name, allowed, needed: amount }]
      : [];
  });
}

/** `requests.cpu 22200m of 20`. */
export function excessText({ name, allowed, needed }: Excess): string {
  return `${name} ${formatQuantity(needed)} of ${formatQuantity(allowed)}`;
}

/** Who needs most of a resource, in the order of how much. */
export function needersOf(
  pods: readonly Counted[],
  name: string,
  timesOf: (each: Counted) => number,
): string[] {
  return pods
    .flatMap((each) => {
      const amount = each.usage.get(name);
      const times = timesOf(each);
      if (!amount || times === 0 || amount.unscaled === 0n) return [];
      const total = multiplyQuantity(amount, times);
      const { kind, name: title } = each.workload.item;
      const share = name.includes("pods") ? `${times}` : `${times} × ${formatQuantity(amount)}`;
      return [{ total, text: `${kind} ${title} ${share}` }];
    })
    .sort((a, b) => compareQuantities(b.total, a.total))
    .map(({ text }) => text);
}
