import { parseQuantity } from "../../quantity.ts";
import type { MetricTarget } from "../../types/autoscaling.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const TYPES = ["Utilization", "Value", "AverageValue"];

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateMetricTarget */
export function validateMetricTarget(
  { type = "", value, averageValue, averageUtilization }: Decoded<MetricTarget>,
  path: FieldPath,
  to: Complaints,
): void {
  if (type === "") to.required(path.field("type"), "must be given", TYPES.join(", "));
  else if (!TYPES.includes(type)) to.unsupported(path.field("type"), type, TYPES);
  for (const [field, amount] of Object.entries({ value, averageValue }))
    if (amount !== undefined && parseQuantity(amount).unscaled <= 0n)
      to.invalid(path.field(field), `${amount} is not above 0`);
  if (averageUtilization !== undefined && averageUtilization < 1)
    to.invalid(
      path.field("averageUtilization"),
      `${averageUtilization} is not a share in percent of what the pods request, from 1`,
    );
}

/** What is compared with a number: the whole, or an average of the pods. */
export function validateValueOrAverage(
  { value, averageValue }: Decoded<MetricTarget>,
  path: FieldPath,
  to: Complaints,
): void {
  if (value === undefined && averageValue === undefined)
    to.required(path.field("averageValue"), "value or averageValue must be given");
}

/** What pods use of a resource: a share of their requests, or an amount. */
export function validateShareOrAmount(
  { averageUtilization, averageValue }: Decoded<MetricTarget>,
  path: FieldPath,
  to: Complaints,
): void {
  if (averageUtilization === undefined && averageValue === undefined)
    to.required(
      path.field("averageUtilization"),
      "averageUtilization or averageValue must be given",
      "averageUtilization: 80",
    );
  if (averageUtilization !== undefined && averageValue !== undefined)
    to.forbidden(
      path.field("averageValue"),
      "averageUtilization and averageValue exclude each other",
      "keep one",
    );
}
