import { labelKeyProblem, labelValueProblem } from "../../../names.ts";
import type { Taint } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const EFFECTS = ["NoExecute", "NoSchedule", "PreferNoSchedule"];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateNodeTaints */
export function validateTaints(
  taints: readonly Decoded<Taint>[],
  path: FieldPath,
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, { key = "", value = "", effect = "" }] of taints.entries()) {
    const at = path.index(index);
    to.problem(at.field("key"), labelKeyProblem(key));
    to.problem(at.field("value"), labelValueProblem(value));
    if (effect === "") to.required(at.field("effect"), `write one of ${EFFECTS.join(", ")}`);
    else if (!EFFECTS.includes(effect)) to.unsupported(at.field("effect"), effect, EFFECTS);
    const pair = `${key}:${effect}`;
    if (seen.has(pair)) to.duplicate(at, pair);
    seen.add(pair);
  }
}
