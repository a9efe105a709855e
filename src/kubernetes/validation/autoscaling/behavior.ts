import { parseQuantity } from "../../quantity.ts";
import type {
  HorizontalPodAutoscalerBehavior,
  HPAScalingPolicy,
  HPAScalingRules,
} from "../../types/autoscaling.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;
const SELECTIONS = ["Max", "Min", "Disabled"];
const TYPES = ["Pods", "Percent"];

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateBehavior */
export function validateBehavior(
  { scaleUp, scaleDown }: Decoded<HorizontalPodAutoscalerBehavior>,
  path: FieldPath,
  to: Complaints,
): void {
  if (scaleUp) validateRules(scaleUp, path.field("scaleUp"), to);
  if (scaleDown) validateRules(scaleDown, path.field("scaleDown"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateScalingRules */
function validateRules(rules: Decoded<HPAScalingRules>, path: FieldPath, to: Complaints): void {
  const { stabilizationWindowSeconds: window = 0, selectPolicy, policies = [], tolerance } = rules;
  if (window < 0 || window > LONGEST_WINDOW)
    to.invalid(
      path.field("stabilizationWindowSeconds"),
      `${window} is not a number of seconds from 0 to ${LONGEST_WINDOW}`,
    );
  if (selectPolicy !== undefined && !SELECTIONS.includes(selectPolicy))
    to.unsupported(path.field("selectPolicy"), selectPolicy, SELECTIONS);
  const at = path.field("policies");
  if (policies.length === 0) to.required(at, "must have at least one policy");
  for (const [index, policy] of policies.entries()) validatePolicy(policy, at.index(index), to);
  if (tolerance !== undefined && parseQuantity(tolerance).unscaled < 0n)
    to.invalid(path.field("tolerance"), `${tolerance} is negative`);
}

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateScalingPolicy */
function validatePolicy(
  { type = "", value = 0, periodSeconds = 0 }: Decoded<HPAScalingPolicy>,
  path: FieldPath,
  to: Complaints,
): void {
  if (!TYPES.includes(type)) to.unsupported(path.field("type"), type, TYPES);
  if (value <= 0) to.invalid(path.field("value"), "must be given, and be above 0");
  if (periodSeconds <= 0 || periodSeconds > LONGEST_PERIOD)
    to.invalid(
      path.field("periodSeconds"),
      `${periodSeconds} is not a number of seconds from 1 to ${LONGEST_PERIOD}`,
    );
}
