import type { KubeObject } from "../../client/object.ts";
import { type Condition, conditionOf, wordsOf } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/** No later look finds anything else. */
const FINAL = ["InvalidSelector", "AmbiguousSelector", "InvalidMetricSourceType"];

/** Said also while the pods only start: there is nothing to measure yet. */
const NOTHING_TO_MEASURE =
  /no metrics returned from (?:resource|custom) metrics API|no metrics returned matched known pods|did not receive metrics for targeted pods/;

/**
 * A HorizontalPodAutoscaler that can read its target's scale and its metrics.
 *
 * @see k8s.io/kubernetes/pkg/controller/podautoscaler/horizontal.go
 */
export function autoscalerVerdict(object: KubeObject): Verdict {
  const able = conditionOf(object, "AbleToScale");
  const active = conditionOf(object, "ScalingActive");
  if (!able) return progressing("its controller has not looked at it yet");
  // The target may be younger than the autoscaler, or have been changed under its hands.
  if (able.status === "False") return held(able, "controller");
  if (!active || active.status === "True" || active.reason === "ScalingDisabled") return READY;
  if (FINAL.includes(active.reason)) return failed(active.reason, active.message);
  if (NOTHING_TO_MEASURE.test(active.message)) return progressing(wordsOf(active));
  return held(active, "metrics");
}

function held(condition: Condition, grace: "metrics" | "controller"): Verdict {
  return progressing(wordsOf(condition), { reason: condition.reason, grace });
}
