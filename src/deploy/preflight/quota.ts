import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { isOfPods, podUsage, Sum } from "../../kubernetes/pod-usage.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../../kubernetes/quantity.ts";
import {
  addQuantities,
  compareQuantities,
  subtractQuantities,
} from "../../kubernetes/quantity-arithmetic.ts";
import type { Plan } from "../plan/plan.ts";
import { newNamespaces } from "./changing.ts";
import type { Demand } from "./demand.ts";
import { type Look, UNKNOWN } from "./look.ts";
import { at, fine, remarked, some, stopped, together, type Verdict } from "./verdict.ts";

/** Whether quotas let the pods of a plan start. Quotas with scopes are left to the server. */
export async function quotasFor(
  look: Look,
  plan: Plan,
  demands: readonly Demand[],
): Promise<Verdict> {
  const fresh = newNamespaces(plan);
  const byNamespace = Map.groupBy(demands, ({ namespace }) => namespace);
  const verdicts = [...byNamespace].map(async ([namespace, own]) => {
    const live = fresh.has(namespace)
      ? []
      : await look.list({ apiVersion: "v1", kind: "ResourceQuota", namespace });
    if (live === UNKNOWN) return fine;
    const quotas = new Map(live.map((quota) => [quota.metadata.name, quota]));
    for (const { applied } of plan.objects)
      if (applied.kind === "ResourceQuota" && applied.metadata.namespace === namespace) {
        const status = quotas.get(applied.metadata.name)?.status;
        quotas.set(applied.metadata.name, { ...applied, status });
      }
    return together([...quotas.values()].map((quota) => verdictOf(quota, own)));
  });
  return together(await Promise.all(verdicts));
}

function verdictOf(quota: KubeObject, demands: readonly Demand[]): Verdict {
  const hard = valueAt(quota, ["spec", "hard"]);
  const isScoped = ["scopes", "scopeSelector"].some((field) => valueAt(quota, ["spec", field]));
  if (!isFields(hard) || isScoped) return fine;
  const used = valueAt(quota, ["status", "used"]);
  const limits = Object.entries(hard).flatMap(([name, amount]) => {
    if (!isOfPods(name)) return [];
    const usedAmount = isFields(used) ? used[name] : undefined;
    return [{ name, hard: quantity(amount), used: quantity(usedAmount) }];
  });
  return together(limits.map((limit) => limitFor(quota, limit, demands)));
}

interface Limit {
  readonly name: string;
  readonly hard: Quantity;
  readonly used: Quantity;
}

function limitFor(quota: KubeObject, limit: Limit, demands: readonly Demand[]): Verdict {
  const { name, hard, used } = limit;
  const free = subtractQuantities(hard, used);
  const sumOf = (count: (demand: Demand) => number) => {
    const sum = new Sum([name]);
    for (const demand of demands) sum.add(podUsage(demand.spec), count(demand));
    return sum.get(name);
  };
  const exceeds = (amount: Quantity | undefined) =>
    amount !== undefined && compareQuantities(amount, free) > 0;
  const title = titleOf(refOf(quota));
  const has = `${formatQuantity(free)} of ${formatQuantity(hard)} ${name} are free in ${title}`;
  const more = sumOf((demand) => demand.more);
  if (more && exceeds(more)) return refused(demands, more, has, quota, limit, "new pods need");
  const stuck = demands.find((demand) => exceeds(usageOf(demand, name, demand.passing)));
  const needed = stuck && usageOf(stuck, name, stuck.passing);
  if (stuck && needed) {
    const what = "cannot go on without one pod more, which needs";
    return refused([stuck], needed, has, quota, limit, what);
  }
  const peak = sumOf((demand) => demand.peak);
  if (!peak || !exceeds(peak)) return fine;
  return remarked(
    `pods may have to wait for each other: all new ones at once need ${formatQuantity(peak)} ${name}, and ${has}`,
  );
}

function usageOf({ spec }: Demand, name: string, times: number): Quantity | undefined {
  const sum = new Sum([name]);
  sum.add(podUsage(spec), times);
  return sum.get(name);
}

function refused(
  demands: readonly Demand[],
  needed: Quantity,
  has: string,
  quota: KubeObject,
  { name, used }: Limit,
  what: string,
): Verdict {
  const [first] = demands;
  if (first === undefined) return fine;
  const who = some(demands.map(({ planned }) => titleOf(refOf(planned.applied))));
  const enough = formatQuantity(addQuantities(used, needed));
  const { namespace } = first;
  const instead = `kubectl -n ${namespace} patch resourcequota ${quota.metadata.name} -p '{"spec":{"hard":{"${name}":"${enough}"}}}', or smaller pods`;
  const message = `${who}: ${what} ${formatQuantity(needed)} ${name}, and ${has}`;
  return stopped(at(first.planned, [], message, instead));
}

function quantity(value: unknown): Quantity {
  return parseQuantity(typeof value === "string" || typeof value === "number" ? value : 0);
}
