import { labelKeyProblem } from "../../../names.ts";
import type { PodReadinessGate, PodSchedulingGate } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateSchedulingGates */
export function validateSchedulingGates(
  gates: readonly Decoded<PodSchedulingGate>[],
  path: FieldPath,
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, { name = "" }] of gates.entries()) {
    to.problem(path.index(index), labelKeyProblem(name));
    if (seen.has(name)) to.duplicate(path.index(index), name);
    seen.add(name);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateReadinessGates */
export function validateReadinessGates(
  gates: readonly Decoded<PodReadinessGate>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, { conditionType = "" }] of gates.entries())
    to.problem(path.index(index).field("conditionType"), labelKeyProblem(conditionType));
}
