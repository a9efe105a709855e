import type { KubeObject } from "../../client/object.ts";
import { conditionOf, countOf, numberAt } from "./status.ts";
import { progressing, READY, type Verdict } from "./verdict.ts";

/** For ReplicaSets and ReplicationControllers: as many pods as wanted, ready and available. */
export function replicaSetVerdict(object: KubeObject): Verdict {
  const refused = conditionOf(object, "ReplicaFailure");
  if (refused?.status === "True") return progressing(refused.message || "its pods are refused");
  const want = numberAt(object, "spec.replicas", 1);
  for (const [field, what] of [
    ["fullyLabeledReplicas", "there"],
    ["readyReplicas", "ready"],
    ["availableReplicas", "available"],
  ] as const) {
    const have = numberAt(object, `status.${field}`);
    if (have < want) return progressing(countOf(have, want, what));
  }
  const extra = numberAt(object, "status.replicas") - want;
  return extra > 0 ? progressing(`${extra} too many still run`) : READY;
}
