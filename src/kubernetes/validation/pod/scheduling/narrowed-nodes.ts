import type { NodeSelectorTerm, PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { semanticallyEqual } from "../../semantic-equality.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

/**
 * While a pod waits behind a gate, fewer nodes may be allowed for it, never more.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateNodeSelectorMutation, validateNodeAffinityMutation
 */
export function validateNodesNarrowed(
  spec: Decoded<PodSpec>,
  old: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { nodeSelector = {} } = spec;
  const isKept = Object.entries(old.nodeSelector ?? {}).every(
    ([key, value]) => nodeSelector[key] === value,
  );
  if (!isKept)
    to.invalid(path.field("nodeSelector"), "labels can be added, not changed or removed");
  const before = termsOf(old);
  if (before.length === 0) return;
  const after = termsOf(spec);
  const at = path.field("affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms");
  if (semanticallyEqual(spec.affinity?.nodeAffinity, old.affinity?.nodeAffinity)) return;
  if (after.length !== before.length) {
    to.invalid(at, "terms cannot be added or removed in an existing pod");
    return;
  }
  for (const [index, term] of before.entries())
    if (!isNarrower(after[index] ?? {}, term))
      to.invalid(at.index(index), "requirements can be added, not changed or removed");
}

function termsOf({ affinity }: Decoded<PodSpec>): readonly Decoded<NodeSelectorTerm>[] {
  return affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
}

function isNarrower(
  { matchExpressions: labels = [], matchFields: fields = [] }: Decoded<NodeSelectorTerm>,
  old: Decoded<NodeSelectorTerm>,
): boolean {
  const { matchExpressions = [], matchFields = [] } = old;
  // A term without requirements means no node, so that any requirement would mean more.
  if (matchExpressions.length + matchFields.length === 0)
    return labels.length + fields.length === 0;
  return (
    semanticallyEqual(labels.slice(0, matchExpressions.length), matchExpressions) &&
    semanticallyEqual(fields.slice(0, matchFields.length), matchFields)
  );
}
