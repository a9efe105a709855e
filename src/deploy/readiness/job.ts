import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { conditionOf, itemsAt, numberAt, textAt } from "./status.ts";
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

/** How long before its deadline a Job's pods must have ended that its controller cannot see them too late, in milliseconds. */
const MARGIN = 10_000;

/**
 * Whether as many of its pods have succeeded as it asks for: its work is done, and its controller can
 * only say so. It looks at a Job's pods no sooner than a second after they changed (`syncJobBatchPeriod`
 * of the Job controller), and counts each, since a finalizer holds it until then.
 *
 * @param pods those that its controller made
 */
export function hasWorked(object: KubeObject, pods: readonly KubeObject[]): boolean {
  if (textAt(object, "spec.completionMode") === "Indexed") return false;
  const atOnce = numberAt(object, "spec.parallelism", 1);
  const want = numberAt(object, "spec.completions", atOnce > 1 ? Number.POSITIVE_INFINITY : 1);
  const end = deadlineOf(object) - MARGIN;
  const succeeded = pods.filter(
    (pod) => textAt(pod, "status.phase") === "Succeeded" && endOf(pod) < end,
  );
  return succeeded.length >= want;
}

function deadlineOf(object: KubeObject): number {
  const seconds = numberAt(object, "spec.activeDeadlineSeconds", Number.POSITIVE_INFINITY);
  return Date.parse(textAt(object, "status.startTime")) + seconds * 1000;
}

/** When the last of its containers ended. */
function endOf(pod: KubeObject): number {
  const ends = itemsAt(pod, "status.containerStatuses").map((status) =>
    Date.parse(textAt(status, "state.terminated.finishedAt")),
  );
  return Math.max(...ends);
}
