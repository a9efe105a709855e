import { selects } from "../../../kubernetes/selectors.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Workload, workloads } from "../../objects/workloads.ts";
import { once } from "../../world.ts";
import { isGiven } from "../selectors/index-of-pods.ts";
import { affinityTerms } from "./affinity.ts";
import { type Scale, scaleOf } from "./scale.ts";

/** A workload of which no two pods may be on one node. */
export interface Apart {
  readonly workload: Workload;
  readonly scale: Scale;
  /** Where it says so. */
  readonly path: FieldPath;
  /** Pods of two versions may be on one node: the rule looks at their version's label too. */
  readonly isPerVersion: boolean;
}

const HOSTNAME = "kubernetes.io/hostname";

export const apart = once((world): readonly Apart[] =>
  workloads(world).flatMap((workload) => {
    const scale = scaleOf(world, workload.item);
    if (!scale) return [];
    const term = affinityTerms(workload).find(
      ({ sort, isRequired, topologyKey, selector }) =>
        sort === "anti-affinity" &&
        isRequired &&
        topologyKey === HOSTNAME &&
        selects(
          selector.filter(({ key }) => !isGiven(key)),
          workload.labels,
        ),
    );
    if (!term) return [];
    const isPerVersion =
      term.matchesVersion || term.selector.some(({ key }) => key === "pod-template-hash");
    return [{ workload, scale, path: term.path, isPerVersion }];
  }),
);
