import { podLevelLimits, podLevelRequests } from "../../../kubernetes/pod-resources.ts";
import { asResources } from "../../../kubernetes/pod-usage.ts";
import type { Item } from "../../objects/inventory.ts";
import { once } from "../../world.ts";
import { demandedBy, type Lacking, undemanded } from "./demanded.ts";
import { type Counted, quotaLoads } from "./quotas.ts";

/** Pods that a quota refuses because of what their containers do not say. */
export interface Refused {
  readonly quota: Item<unknown>;
  readonly lacking: readonly [Lacking, ...Lacking[]];
}

/** The workloads whose pods a quota refuses so, each with the first quota that does. */
export const refusedByQuota = once((world): ReadonlyMap<Item<unknown>, Refused> => {
  const found = new Map<Item<unknown>, Refused>();
  for (const { quota, hard, pods } of quotaLoads(world)) {
    const demanded = demandedBy(hard.map(([name]) => name));
    if (demanded.length === 0) continue;
    for (const { workload, spec, count } of pods) {
      if (count.most === 0 || found.has(workload.item) || hasPodLevel(spec)) continue;
      const [first, ...others] = undemanded(workload, spec, demanded);
      if (first) found.set(workload.item, { quota, lacking: [first, ...others] });
    }
  }
  return found;
});

/** With resources of the pod as a whole nothing is demanded of its containers. */
function hasPodLevel(spec: Counted["spec"]): boolean {
  const resources = asResources(spec);
  return podLevelRequests(resources).size > 0 || podLevelLimits(resources).size > 0;
}
