import { installing, operatorOf } from "../../kubernetes/operators.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Stop } from "../plan/plan.ts";

/** A stop for a kind that is not served, with what brings it. */
export function withOperator(stop: Stop): Stop {
  if (stop.code !== "unknown-kind" || stop.ref === undefined) return stop;
  const operator = operatorOf(splitApiVersion(stop.ref.apiVersion).group);
  return operator === undefined ? stop : { ...stop, instead: installing(operator) };
}
