import { isFields } from "../../../kubernetes/fields.ts";
import { inventory } from "../../objects/inventory.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";

export type Resource = "cpu" | "memory" | "ephemeral-storage";

/** Amounts that containers get which say none, by namespace: `requests/cpu`, `limits/memory`. */
const given = once((world): ReadonlyMap<string | undefined, ReadonlySet<string>> => {
  const byNamespace = new Map<string | undefined, Set<string>>();
  for (const { namespace, object } of inventory(world).all("LimitRange")) {
    const known = byNamespace.get(namespace) ?? new Set();
    byNamespace.set(namespace, known);
    for (const { type, default: limits = {}, defaultRequest = {} } of object.spec?.limits ?? []) {
      if (type !== "Container") continue;
      for (const name of Object.keys(defaultRequest)) known.add(`requests/${name}`);
      // A default limit is the default request too where none is named.
      for (const name of Object.keys(limits)) known.add(`limits/${name}`).add(`requests/${name}`);
    }
  }
  return byNamespace;
});

/**
 * Whether a container says how much it needs of something, by itself, for the pod as a whole, or by
 * a LimitRange.
 */
export function requests(
  world: World,
  workload: Workload,
  { container }: PlacedContainer,
  resource: Resource,
): boolean {
  if (isLimited(world, workload, { container }, resource)) return true;
  return (
    [container.resources, workload.spec.resources].some(
      (each) => each?.requests?.[resource] !== undefined,
    ) || isGiven(world, workload, `requests/${resource}`)
  );
}

/** The same, of a limit. */
export function isLimited(
  world: World,
  workload: Workload,
  { container }: Pick<PlacedContainer, "container">,
  resource: Resource,
): boolean {
  return (
    [container.resources, workload.spec.resources].some(
      (each) => each?.limits?.[resource] !== undefined,
    ) || isGiven(world, workload, `limits/${resource}`)
  );
}

function isGiven(world: World, { item }: Workload, what: string): boolean {
  const ranges = given(world);
  return [item.namespace, undefined].some((namespace) => ranges.get(namespace)?.has(what));
}

/** Workloads for which a VerticalPodAutoscaler decides, and namespaces whose quota demands amounts. */
const decidedElsewhere = once((world): ReadonlySet<string> => {
  const decided = new Set<string>();
  for (const { namespace, object } of inventory(world).of(
    "autoscaling.k8s.io",
    "VerticalPodAutoscaler",
  )) {
    const { targetRef, updatePolicy } = isFields(object.spec) ? object.spec : {};
    if (isFields(updatePolicy) && updatePolicy.updateMode === "Off") continue;
    if (isFields(targetRef)) decided.add(`${namespace ?? ""}/${targetRef.kind}/${targetRef.name}`);
  }
  for (const { namespace, object } of inventory(world).all("ResourceQuota"))
    if (Object.keys(object.spec?.hard ?? {}).some((name) => DEMANDING.test(name)))
      decided.add(`${namespace ?? ""}`);
  return decided;
});

/** With them a quota refuses pods that do not say how much they need. */
const DEMANDING = /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/;

/** Whether something else sees to a workload's amounts. */
export function isDecidedElsewhere(world: World, { item }: Workload): boolean {
  const { namespace = "", kind, name } = item;
  const decided = decidedElsewhere(world);
  return decided.has(namespace) || decided.has(`${namespace}/${kind}/${name}`);
}
