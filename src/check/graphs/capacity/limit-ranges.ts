import type { LimitRange, LimitRangeItem, PodSpec } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { isOneNamespace } from "./alone.ts";

type Amounts = Readonly<Record<string, string | number | undefined>>;

/** What a namespace demands of its containers, pods and claims, and gives them. */
export interface Demands {
  readonly from: Item<Decoded<LimitRange>>;
  readonly limit: Decoded<LimitRangeItem>;
}

/**
 * The LimitRanges of a namespace. Of objects that name no namespace it is not known that they are to
 * be in one; several LimitRanges among them are examples beside each other, and count for nothing.
 */
export function demandsOf(world: World, namespace: string | undefined): readonly Demands[] {
  return byNamespace(world).get(namespace) ?? [];
}

const byNamespace = once((world): ReadonlyMap<string | undefined, readonly Demands[]> => {
  const all = Map.groupBy(inventory(world).all("LimitRange"), ({ namespace }) => namespace);
  const nameless = all.get(undefined) ?? [];
  if (nameless.length > 1 || (nameless.length > 0 && !isOneNamespace(world))) all.delete(undefined);
  return new Map(
    [...all].map(([namespace, ranges]) => [
      namespace,
      ranges.flatMap((from) => (from.object.spec?.limits ?? []).map((limit) => ({ from, limit }))),
    ]),
  );
});

/**
 * A pod's spec as it is when LimitRanges have filled it in: a request that is missing is first the
 * container's own limit.
 *
 * @see k8s.io/kubernetes/plugin/pkg/admission/limitranger/admission.go mergeContainerResources
 */
export function withDefaults(
  spec: Decoded<PodSpec>,
  demands: readonly Demands[],
): Decoded<PodSpec> {
  const given = demands.filter(({ limit }) => limit.type === "Container");
  if (given.length === 0) return spec;
  const fill = <T extends { readonly resources?: Resources | undefined }>(container: T): T => {
    let { limits = {}, requests = {} } = container.resources ?? {};
    requests = { ...limits, ...requests };
    for (const { limit } of given) {
      limits = { ...limit.default, ...limits };
      requests = { ...limit.defaultRequest, ...requests };
    }
    return { ...container, resources: { ...container.resources, limits, requests } };
  };
  return {
    ...spec,
    containers: (spec.containers ?? []).map(fill),
    initContainers: (spec.initContainers ?? []).map(fill),
  };
}

interface Resources {
  readonly limits?: Amounts | undefined;
  readonly requests?: Amounts | undefined;
}
