import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { conditionOf, numberAt } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** With this label Kueue decides when a suspended Job starts. */
const QUEUE_LABEL = "kueue.x-k8s.io/queue-name";

/** It has run to its end. One that only runs is not ready: others wait for what it does. */
export function jobVerdict(object: KubeObject): Verdict {
  if (conditionOf(object, "Complete")?.status === "True") return READY;
  const failure = conditionOf(object, "Failed");
  if (failure?.status === "True") return failed(failure.reason || "JobFailed", failure.message);
  if (valueAt(object, ["spec", "suspend"]) === true) {
    if (object.metadata.labels?.[QUEUE_LABEL] !== undefined) return progressing("it is queued");
    return failed("Suspended", "it is suspended (spec.suspend) and does not run by itself");
  }
  if (!valueAt(object, ["status", "startTime"])) return progressing("it has not started yet");
  const want = numberAt(object, "spec.completions", 1);
  const tries = numberAt(object, "status.failed");
  const done = `${numberAt(object, "status.succeeded")} of ${want} completed`;
  return progressing(tries > 0 ? `${done}, ${tries} failed` : done);
}
