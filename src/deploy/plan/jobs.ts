import type { KubeObject } from "../../client/object.ts";
import { conditionOf } from "../readiness/status.ts";

/** How a Job ended; undefined while it runs, and for what is no Job. */
export function jobEnd(object: KubeObject | undefined): "complete" | "failed" | undefined {
  if (object?.kind !== "Job") return undefined;
  const is = (type: string) => conditionOf(object, type)?.status === "True";
  if (is("Complete")) return "complete";
  return is("Failed") ? "failed" : undefined;
}
