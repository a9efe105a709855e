import type { Affinity, PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { warnNodeLabel, warnNodeSelectorTerm } from "./node-labels.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const NO_SELECTOR = "without a labelSelector no pod is meant at all";

/** Warns of what says nothing about where a pod may run. */
export function warnScheduling(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  for (const key of Object.keys(spec.nodeSelector ?? {}))
    warnNodeLabel(key, path.field("nodeSelector").key(key), to);
  if (spec.affinity) warnAffinity(spec.affinity, path.field("affinity"), to);
  for (const [index, constraint] of (spec.topologySpreadConstraints ?? []).entries()) {
    const at = path.field("topologySpreadConstraints").index(index);
    warnNodeLabel(constraint.topologyKey ?? "", at.field("topologyKey"), to);
    if (!constraint.labelSelector) to.warn(at.field("labelSelector"), NO_SELECTOR);
  }
}

function warnAffinity(affinity: Decoded<Affinity>, path: FieldPath, to: Complaints): void {
  const { nodeAffinity } = affinity;
  const nodes = path.field("nodeAffinity");
  const terms = nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
  for (const [index, term] of terms.entries())
    warnNodeSelectorTerm(term, nodes.field(REQUIRED, "nodeSelectorTerms").index(index), to, false);
  for (const [index, { preference = {} }] of (nodeAffinity?.[PREFERRED] ?? []).entries())
    warnNodeSelectorTerm(
      preference,
      nodes.field(PREFERRED).index(index).field("preference"),
      to,
      true,
    );
  for (const name of ["podAffinity", "podAntiAffinity"] as const) {
    const at = path.field(name);
    for (const [index, { labelSelector }] of (affinity[name]?.[REQUIRED] ?? []).entries())
      if (!labelSelector)
        to.warn(at.field(REQUIRED).index(index).field("labelSelector"), NO_SELECTOR);
    for (const [index, { podAffinityTerm }] of (affinity[name]?.[PREFERRED] ?? []).entries())
      if (!podAffinityTerm?.labelSelector)
        to.warn(
          at.field(PREFERRED).index(index).field("podAffinityTerm", "labelSelector"),
          NO_SELECTOR,
        );
  }
}
