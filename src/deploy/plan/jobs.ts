import type { KubeObject } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";

/** How a Job ended; undefined while it runs, and for what is no Job. */
export function jobEnd(object: KubeObject | undefined): "complete" | "failed" | undefined {
  if (object?.kind !== "Job") return undefined;
  const conditions = valueAt(object, ["status", "conditions"]);
  const is = (type: string) =>
    Array.isArray(conditions) &&
    conditions.some((each) => isFields(each) && each.type === type && each.status === "True");
  if (is("Complete")) return "complete";
  return is("Failed") ? "failed" : undefined;
}
