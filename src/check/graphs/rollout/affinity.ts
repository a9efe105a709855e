import type { Selector } from "../../../kubernetes/selectors.ts";
import type { PodAffinityTerm } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Workload } from "../../objects/workloads.ts";
import { readSelector } from "../selectors/index-of-pods.ts";

/** A term of the affinity of pods to pods. */
export interface AffinityTerm {
  readonly sort: "affinity" | "anti-affinity";
  readonly isRequired: boolean;
  readonly topologyKey: string;
  readonly selector: Selector;
  /** Where its selector is. */
  readonly path: FieldPath;
  /** It asks for, or spares, pods that have the same value of some labels, such as the version's. */
  readonly matchesVersion: boolean;
  /** It is about pods of other namespaces too. */
  readonly isElsewhere: boolean;
}

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** The terms that select pods by labels. */
export function affinityTerms({ spec, specPath, item }: Workload): readonly AffinityTerm[] {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  const path = specPath.field("affinity");
  const read = (
    sort: AffinityTerm["sort"],
    isRequired: boolean,
    term: Decoded<PodAffinityTerm> | undefined,
    at: FieldPath,
  ): AffinityTerm[] => {
    const selector = readSelector(term?.labelSelector);
    if (!term || !selector) return [];
    const { topologyKey = "", namespaceSelector, namespaces = [] } = term;
    const { matchLabelKeys = [], mismatchLabelKeys = [] } = term;
    const matchesVersion = matchLabelKeys.length > 0 || mismatchLabelKeys.length > 0;
    const isElsewhere =
      namespaceSelector !== undefined || namespaces.some((each) => each !== item.namespace);
    const labels = at.field("labelSelector");
    return [{ sort, isRequired, topologyKey, selector, path: labels, matchesVersion, isElsewhere }];
  };
  return (["podAffinity", "podAntiAffinity"] as const).flatMap((field) => {
    const sort = field === "podAffinity" ? "affinity" : "anti-affinity";
    const terms = field === "podAffinity" ? podAffinity : podAntiAffinity;
    const at = path.field(field);
    return [
      ...(terms?.[REQUIRED] ?? []).flatMap((term, index) =>
        read(sort, true, term, at.field(REQUIRED).index(index)),
      ),
      ...(terms?.[PREFERRED] ?? []).flatMap(({ podAffinityTerm }, index) =>
        read(
          sort,
          false,
          podAffinityTerm,
          at.field(PREFERRED).index(index).field("podAffinityTerm"),
        ),
      ),
    ];
  });
}
