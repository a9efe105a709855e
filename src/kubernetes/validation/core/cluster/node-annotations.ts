import { isFields } from "../../../fields.ts";
import type { Taint } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateTaints } from "./taints.ts";

const TAINTS = "scheduler.alpha.kubernetes.io/taints";
const AVOID_PODS = "scheduler.alpha.kubernetes.io/preferAvoidPods";

/**
 * Annotations of old that hold JSON.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNodeSpecificAnnotations
 */
export function validateNodeAnnotations(
  annotations: Decoded<{ [key: string]: string }>,
  path: FieldPath,
  to: Complaints,
): void {
  const taints = annotations[TAINTS] ?? "";
  if (taints !== "") {
    const read = listIn(taints);
    if (read) validateTaints(read as Decoded<Taint>[], path.field(TAINTS), to);
    else to.invalid(path, `${TAINTS} is not a list of taints in JSON`, "spec.taints");
  }
  const avoided = annotations[AVOID_PODS] ?? "";
  if (avoided !== "" && !isFields(parsed(avoided)))
    to.invalid(path.field("AvoidPods"), `${AVOID_PODS} is not an object in JSON`, "spec.taints");
}

function listIn(text: string): readonly object[] | undefined {
  const value = parsed(text);
  if (value === null) return [];
  return Array.isArray(value) && value.every(isFields) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
