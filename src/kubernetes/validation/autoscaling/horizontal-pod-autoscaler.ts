import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
} from "../../types/autoscaling.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateBehavior } from "./behavior.ts";
import { validateMetric } from "./metric.ts";
import { validateObjectReference } from "./object-reference.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateHorizontalPodAutoscalerSpec */
export function validateAutoscalerSpec(
  spec: Decoded<HorizontalPodAutoscalerSpec>,
  to: Complaints,
): void {
  validateReplicas(spec, to);
  const { scaleTargetRef = {}, metrics = [], behavior } = spec;
  validateObjectReference(scaleTargetRef, path.field("scaleTargetRef"), to, {
    // The one kind of the core group that can be scaled.
    needsGroup: scaleTargetRef.kind !== "ReplicationController",
  });
  for (const [index, metric] of metrics.entries())
    validateMetric(metric, path.field("metrics").index(index), to);
  if (behavior) validateBehavior(behavior, path.field("behavior"), to);
}

function validateReplicas(
  { minReplicas = 1, maxReplicas = 0, metrics = [] }: Decoded<HorizontalPodAutoscalerSpec>,
  to: Complaints,
): void {
  const [min, max] = [path.field("minReplicas"), path.field("maxReplicas")];
  // HPAScaleToZero is off in every minor up to 1.36.
  if (minReplicas < 1) to.invalid(min, `${minReplicas} is below 1, the least`);
  if (maxReplicas === 0) to.required(max, "must be given, and be at least 1");
  else if (maxReplicas < 0) to.invalid(max, `${maxReplicas} is below 1, the least`);
  if (maxReplicas < minReplicas && maxReplicas !== 0)
    to.invalid(max, `${maxReplicas} is below minReplicas (${minReplicas})`);
  const fromOutside = metrics.some(({ type }) => type === "Object" || type === "External");
  if (minReplicas === 0 && !fromOutside)
    to.forbidden(path.field("metrics"), "only Object and External metrics can scale from 0 up");
}

/**
 * Tolerances are dropped where the gate HPAConfigurableTolerance is off: before 1.35.
 *
 * @see k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go dropDisabledFields
 */
export function dropTolerances({ spec }: HorizontalPodAutoscaler, minor: number): void {
  if (minor >= 35) return;
  delete spec?.behavior?.scaleUp?.tolerance;
  delete spec?.behavior?.scaleDown?.tolerance;
}
