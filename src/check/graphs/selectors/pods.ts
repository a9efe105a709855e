import { isFields } from "../../../kubernetes/fields.ts";
import type { Labels } from "../../../kubernetes/labels.ts";
import type { Container, PodSpec } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { isRollout, labelsOfRoles } from "../../objects/rollouts.ts";
import { type Workload, workloads } from "../../objects/workloads.ts";
import { once } from "../../world.ts";

/** The pods that one object makes, as selectors see them. */
export interface Pods {
  readonly item: Item;
  readonly labels: Labels;
  /** What some of them have besides, for a time: those of a version that a Rollout brings out. */
  readonly passing?: readonly Labels[] | undefined;
  /** Undefined where a custom resource makes them. */
  readonly workload: Workload | undefined;
  /** Those that run beside each other; undefined where they are not known. */
  readonly containers: readonly Decoded<Container>[] | undefined;
}

/** Pods that end by themselves. */
export function isJob({ item }: Pods): boolean {
  return item.group === "batch";
}

/** Pods that a release tool runs once, or that never run. */
export function isAside({ item, workload }: Pods): boolean {
  const { annotations } = (item.object.metadata ?? {}) as Decoded<{ annotations: Labels }>;
  return (
    annotations?.["helm.sh/hook"] !== undefined ||
    workload?.labels["helm.sh/hook"] !== undefined ||
    (isFields(item.object.spec) && item.object.spec.replicas === 0 && !workload?.rollout)
  );
}

/**
 * Every set of pods that an object of the world makes: workloads, and custom resources that hold a
 * template in the place where Kubernetes' own have it, such as OpenKruise's CloneSet.
 */
export const podsOfWorld = once((world): readonly Pods[] => {
  const own = workloads(world).map((workload): Pods => {
    const { item, labels, containers, rollout = item } = workload;
    const running = containers.filter(({ role }) => role !== "init");
    const passing = isRollout(rollout) ? labelsOfRoles(rollout) : undefined;
    const own = running.map(({ container }) => container);
    return { item, labels, passing, workload, containers: own };
  });
  const known = new Set(own.map(({ item }) => item));
  const custom = inventory(world).items.flatMap((item): Pods[] => {
    if (known.has(item) || !item.group.includes(".")) return [];
    const { spec } = item.object;
    const template = isFields(spec) ? spec.template : undefined;
    if (!isFields(template) || !isFields(template.metadata)) return [];
    const { labels } = template.metadata;
    if (!isFields(labels)) return [];
    const texts = Object.entries(labels).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    const containers = containersOf(template.spec);
    return [{ item, labels: Object.fromEntries(texts), workload: undefined, containers }];
  });
  return [...own, ...custom];
});

function containersOf(spec: unknown): readonly Decoded<Container>[] | undefined {
  if (!isFields(spec) || !Array.isArray(spec.containers)) return undefined;
  // A custom resource's schema may be unknown: what does not look like a list of ports is left out.
  return spec.containers.every(
    (each) => isFields(each) && (each.ports === undefined || Array.isArray(each.ports)),
  )
    ? (spec as Decoded<PodSpec>).containers
    : undefined;
}
