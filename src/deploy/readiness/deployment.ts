import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { conditionOf, countOf, numberAt } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** What the controller takes for "no deadline" (deployment_util.go, HasProgressDeadline). */
const NO_DEADLINE = 2 ** 31 - 1;

/** All pods are of the newest template, ready and available, and none of an older one is left. */
export function deploymentVerdict(object: KubeObject): Verdict {
  const progress = conditionOf(object, "Progressing");
  if (progress?.reason === "ProgressDeadlineExceeded") {
    return failed(progress.reason, progress.message);
  }
  const missing = missingIn(object);
  if (missing === undefined) return READY;
  if (valueAt(object, ["spec", "paused"]) === true) {
    return failed("Paused", `its rollout is paused (spec.paused), and ${missing}`);
  }
  const refused = conditionOf(object, "ReplicaFailure");
  return progressing(refused?.status === "True" ? `${missing}: ${refused.message}` : missing);
}

function missingIn(object: KubeObject): string | undefined {
  const want = numberAt(object, "spec.replicas", 1);
  const all = numberAt(object, "status.replicas");
  const updated = numberAt(object, "status.updatedReplicas");
  if (updated < want) return countOf(updated, want, "of the new revision");
  if (all > updated) return `${all - updated} of an older revision still run`;
  if (all > want) return `${all - want} too many still run`;
  for (const what of ["ready", "available"]) {
    const have = numberAt(object, `status.${what}Replicas`);
    if (have < want) return countOf(have, want, what);
  }
  if (conditionOf(object, "Available")?.status !== "True") return "it is not available yet";
  const tells = numberAt(object, "spec.progressDeadlineSeconds", NO_DEADLINE) < NO_DEADLINE;
  if (!tells || valueAt(object, ["spec", "paused"]) === true) return undefined;
  const isDone = conditionOf(object, "Progressing")?.reason === "NewReplicaSetAvailable";
  return isDone ? undefined : "its new ReplicaSet is not available yet";
}
