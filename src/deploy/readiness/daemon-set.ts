import type { KubeObject } from "../../client/object.ts";
import { countOf, numberAt } from "./status.ts";
import { progressing, READY, type Verdict } from "./verdict.ts";

/**
 * Each node that should have a pod has one of the newest template, available.
 *
 * @param unreachable how many of its pods are on nodes that do not answer: nobody waits for those,
 *   as long as one pod is left to wait for
 */
export function daemonSetVerdict(object: KubeObject, unreachable: number): Verdict {
  const all = numberAt(object, "status.desiredNumberScheduled", -1);
  if (all < 0) return progressing("its controller has not counted the nodes yet");
  const want = all - Math.min(unreachable, Math.max(all - 1, 0));
  const counts = {
    currentNumberScheduled: "there",
    updatedNumberScheduled: "of the new revision",
    numberReady: "ready",
    numberAvailable: "available",
  };
  for (const [field, what] of Object.entries(counts)) {
    const have = numberAt(object, `status.${field}`);
    if (have < want) return progressing(countOf(have, want, what));
  }
  return READY;
}
