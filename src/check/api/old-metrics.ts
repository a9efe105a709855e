import { type Fields, isFields, valueAt } from "../../kubernetes/fields.ts";
import type { Complaint } from "../../kubernetes/validation/complaints.ts";

/** Fields that a metric's source had before autoscaling/v2beta2. */
const OLD: ReadonlySet<string> = new Set([
  "metricName",
  "metricSelector",
  "targetAverageUtilization",
  "targetAverageValue",
  "targetValue",
]);

/** What stands in their place today. */
const TODAY: ReadonlySet<string> = new Set([...OLD, "metric", "target", "describedObject"]);

/**
 * A metric that is written as autoscaling/v2beta1 had it is one complaint, with how it is written today:
 * not one for each field that there is not, and for each that is missing.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#horizontalpodautoscaler-v125
 */
export function withoutOldMetrics(
  object: Readonly<Fields>,
  all: readonly Complaint[],
): readonly Complaint[] {
  if (object.apiVersion !== "autoscaling/v2") return all;
  const first = new Map<string, Complaint>();
  for (const each of all) {
    const [source = "", field = ""] = placeOf(each);
    const isOld = each.reason === "unknown field" && OLD.has(field);
    if (isOld && !first.has(source)) first.set(source, each);
  }
  if (first.size === 0) return all;
  return all.flatMap((each) => {
    const [source = "", field = ""] = placeOf(each);
    const told = first.get(source);
    if (!told || !TODAY.has(field) || each.reason === "wrong type") return [each];
    return told === each ? [asToday(object, each)] : [];
  });
}

/** The source of a metric, such as `metrics.0.resource`, and the field in it. */
function placeOf({ path }: Complaint): readonly [source: string, field: string] | readonly [] {
  const [spec, metrics, index, source, field] = path.steps();
  if (spec !== "spec" || metrics !== "metrics" || field === undefined) return [];
  return [`${index}.${source}`, String(field)];
}

function asToday(object: Readonly<Fields>, complaint: Complaint): Complaint {
  const source = valueAt(object, complaint.path.steps().slice(0, -1));
  const { message } = complaint;
  const today = isFields(source) ? todayOf(source) : "";
  return {
    ...complaint,
    message: `${message}: it is of autoscaling/v2beta1`,
    ...(today && { instead: today }),
  };
}

function todayOf(source: Readonly<Fields>): string {
  const { metricName, metricSelector, target } = source;
  const targets = [
    ["Utilization", "averageUtilization", source.targetAverageUtilization],
    ["AverageValue", "averageValue", source.targetAverageValue],
    ["Value", "value", source.targetValue],
  ].filter(([, , value]) => typeof value === "string" || typeof value === "number");
  const selector = metricSelector === undefined ? "" : ", selector: …";
  return [
    ...(isFields(target) && target.kind ? [`describedObject: { kind: ${target.kind}, … }`] : []),
    ...(typeof metricName === "string" ? [`metric: { name: ${metricName}${selector} }`] : []),
    ...targets
      .slice(0, 1)
      .map(([type, field, value]) => `target: { type: ${type}, ${field}: ${value} }`),
  ].join(", ");
}
