import { type KubeObject, keyOf, refOf } from "../../client/object.ts";
import { inParallel } from "../in-parallel.ts";
import { depthsIn } from "../order/depths.ts";
import { orderOf } from "../order/order.ts";
import type { Prune } from "../plan/plan.ts";
import { plainWanted } from "../wanted.ts";
import { remove } from "./apply-one.ts";
import type { Context } from "./context.ts";

/** Requests at a time. */
const WIDTH = 16;

/**
 * Deletes what a plan lets go, in the reverse of the order in which it would be applied, each only as
 * long as it is the object that was planned, and waits until it is gone.
 *
 * @param live the release's members as they were planned
 */
export async function pruneAll(
  context: Context,
  prunes: readonly Prune[],
  live: readonly KubeObject[],
): Promise<void> {
  const byUid = new Map(live.map((object) => [object.metadata.uid, object]));
  const going = prunes.filter(({ kept }) => kept === undefined);
  const objects = going.map((prune) => byUid.get(prune.uid) ?? nameless(prune));
  const tell = (object: KubeObject, phase: "pruning" | "pruned") =>
    context.tell({ type: "object", ref: refOf(object), part: undefined, phase });
  for (const wave of reversed(objects)) {
    context.signal.throwIfAborted();
    await inParallel(WIDTH, wave, async (object) => {
      tell(object, "pruning");
      await remove(context, object, "Background");
      tell(object, "pruned");
    });
  }
}

/** An object of which only the name is known, as it is of shared ones. */
function nameless({ ref: { apiVersion, kind, ...metadata }, uid }: Prune): KubeObject {
  return { apiVersion, kind, metadata: { ...metadata, uid } } as KubeObject;
}

/** What nothing else here needs, then what only that needed, and so on. */
function reversed(objects: readonly KubeObject[]): KubeObject[][] {
  // What people say of the order of a deploy may be wrong by now, and is not asked.
  const plain = objects.map((object) => {
    const { annotations: _, ...metadata } = object.metadata;
    return plainWanted({ ...object, metadata });
  });
  const depths = depthsIn(orderOf(plain));
  const levels = Map.groupBy(objects, (object) => depths.get(keyOf(refOf(object))) ?? 0);
  return [...levels].sort(([a], [b]) => b - a).map(([, level]) => level);
}
