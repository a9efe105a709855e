import type { KubeObject } from "../../../client/object.ts";
import { fieldsIn, isFields, valueAt } from "../../../kubernetes/fields.ts";
import { conditionOf, wordsOf } from "../../readiness/status.ts";
import type { Wanted } from "../../wanted.ts";
import { named } from "./seen.ts";
import { type LiveTest, unless } from "./test.ts";

/** That each autoscaler reads every metric that it is given, and can scale. */
export function autoscalerTests(wanted: readonly Wanted[], platform: string): LiveTest[] {
  return wanted
    .filter(({ object }) => object.kind === "HorizontalPodAutoscaler")
    .map(({ object, part = platform, where }) => ({
      about: part,
      title: `autoscaler ${object.metadata.name} reads its metrics and can scale`,
      where: () => where(["spec"]),
      look: async (seen) => {
        const all = await seen.all("autoscaling/v2", "HorizontalPodAutoscaler");
        return unless(lacking(named(all, object)));
      },
    }));
}

function lacking(autoscaler: KubeObject | undefined): string[] {
  if (!autoscaler) return ["it is not there"];
  const conditions = ["AbleToScale", "ScalingActive"].flatMap((type) => {
    const condition = conditionOf(autoscaler, type);
    if (condition === undefined) return [`its controller has not said whether it is ${type}`];
    const isFine = condition.status === "True" || condition.reason === "ScalingDisabled";
    return isFine ? [] : [`${type} is ${condition.status}: ${wordsOf(condition)}`];
  });
  if (conditions.length > 0) return conditions;
  const asked = fieldsIn(valueAt(autoscaler.spec, ["metrics"])).length;
  const known = fieldsIn(valueAt(autoscaler.status, ["currentMetrics"])).filter(isAnswered);
  return known.length < asked ? [`${known.length} of its ${asked} metrics have a value`] : [];
}

/** Whether an entry of `status.currentMetrics` has a value: one without is empty. */
function isAnswered(metric: Record<string, unknown>): boolean {
  return Object.values(metric).some((source) => isFields(valueAt(source, ["current"])));
}
