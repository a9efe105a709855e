import { type KubeObject, titleOf } from "../../client/object.ts";
import { tellAddresses } from "../addresses.ts";
import type { Doom } from "../doom/symptom.ts";
import { evidenceOf } from "../evidence/index.ts";
import type { Failure } from "../failure.ts";
import type { Order } from "../order/order.ts";
import type { PlannedObject } from "../plan/plan.ts";
import type { Context } from "./context.ts";
import type { Item } from "./item.ts";
import { type RolledOut, type RolloutOptions, rollOut } from "./rollout.ts";

/** The most objects whose evidence is shown when the time is over. */
const MOST_OVERDUE = 5;

/** How a rollout went. */
export interface Brought {
  readonly failures: readonly Failure[];
}

/** Rolls out, and gathers the evidence of what went wrong; where nothing did, tells the addresses. */
export async function bring(
  context: Context,
  objects: readonly PlannedObject[],
  order: Order,
  options: RolloutOptions,
): Promise<Brought> {
  const rolledOut = await rollOut(context, objects, order, options);
  const failures = await Promise.all(
    doomed(rolledOut, options.timeout).map(([item, object, doom]) =>
      evidenceOf(context.cluster, object, doom, {
        masker: context.masker,
        wanted: item.planned.wanted,
      }),
    ),
  );
  for (const failure of failures) context.tell({ type: "failure", failure });
  if (failures.length === 0)
    await tellAddresses(
      context,
      rolledOut.items.flatMap(({ object }) => object ?? []),
    );
  return { failures };
}

/** What was lost; where the time was over, the first that were not ready by then. */
function doomed({ items, isOverdue }: RolledOut, timeout: number): [Item, KubeObject, Doom][] {
  const lost = items.flatMap((item): [Item, KubeObject, Doom][] =>
    item.lost ? [[item, item.lost.object ?? item.planned.applied, item.lost]] : [],
  );
  if (!isOverdue) return lost;
  const open = items.filter(({ phase }) => phase === "settling").slice(0, MOST_OVERDUE);
  return open.map((item) => {
    const message = `${titleOf(item.ref)} was not ready after ${timeout / 1000} s: ${item.message}`;
    return [item, item.object ?? item.planned.applied, { reason: "TimedOut", message }];
  });
}
