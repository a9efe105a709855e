import { labelKeyProblem } from "../names.ts";
import type { TopologySelectorLabelRequirement, TopologySelectorTerm } from "../types/core.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * Where volumes may be made: each term gives labels of nodes with their values.
 *
 * @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateAllowedTopologies
 */
export function validateTopologyTerms(
  terms: readonly Decoded<TopologySelectorTerm>[],
  path: FieldPath,
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, { matchLabelExpressions = [] }] of terms.entries()) {
    const at = path.index(index).field("matchLabelExpressions");
    const values = new Map<string, readonly string[]>();
    for (const [position, requirement] of matchLabelExpressions.entries()) {
      const { key = "" } = requirement;
      validateRequirement(requirement, at.index(position), to);
      if (values.has(key)) to.duplicate(at.index(position).field("key"), key);
      values.set(key, [...new Set(requirement.values)].sort());
    }
    const identity = JSON.stringify([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (values.size === 0) to.add("duplicate", at, "says nothing", "leave the term out");
    else if (seen.has(identity)) to.add("duplicate", at, "says the same as a term before it");
    seen.add(identity);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateTopologySelectorTerm */
function validateRequirement(
  { key = "", values = [] }: Decoded<TopologySelectorLabelRequirement>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("values");
  if (values.length === 0) to.required(at, "must have at least one value");
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) to.duplicate(at.index(index), value);
    seen.add(value);
  }
  to.problem(path.field("key"), labelKeyProblem(key));
}
