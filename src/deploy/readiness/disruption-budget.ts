import type { KubeObject } from "../../client/object.ts";
import { conditionOf, wordsOf } from "./status.ts";
import { progressing, READY, type Verdict } from "./verdict.ts";

/** A PodDisruptionBudget whose pods have been counted. How many may be disrupted says nothing of it. */
export function disruptionBudgetVerdict(object: KubeObject): Verdict {
  const allowed = conditionOf(object, "DisruptionAllowed");
  return allowed?.reason === "SyncFailed" ? progressing(wordsOf(allowed)) : READY;
}
