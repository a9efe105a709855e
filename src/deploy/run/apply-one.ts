import { type KubeObject, refOf } from "../../client/object.ts";
import { FIELD_MANAGER } from "../names.ts";
import type { PlannedObject } from "../plan/plan.ts";
import { finish, prepare } from "../plan/prepare.ts";
import type { Context } from "./context.ts";

/** All that single writes need. */
type Writing = Pick<Context, "cluster" | "clock" | "signal">;

/** How often it is asked whether an object is gone, in milliseconds. */
const ASK_AGAIN = 200;

/**
 * Brings one object into the cluster as it was planned. A run that was killed between two steps is
 * continued by the next: what is gone by then is planned as new.
 *
 * @returns what the server has then
 * @throws ApiError, ConnectionError; the signal's reason before anything was begun
 */
export async function applyOne(context: Writing, planned: PlannedObject): Promise<KubeObject> {
  const { cluster, signal } = context;
  const { action, applied, live, force, replaces = [] } = planned;
  signal.throwIfAborted();
  // A migration that ran need not be there any more, and must not come back.
  if (action === "skip") return live ?? applied;
  for (const other of replaces) await remove(context, other, "Background");
  if (live && action === "none") return live;
  await prepare(cluster, planned);
  if (live && action === "recreate") await remove(context, live, "Background");
  if (live && action === "recreate-keeping-pods") await remove(context, live, "Orphan");
  const { object } = await cluster.apply(applied, { manager: FIELD_MANAGER, force });
  await finish(cluster, planned);
  return object;
}

/** Deletes exactly this object, and waits until it is gone. */
export async function remove(
  { cluster, clock, signal }: Writing,
  live: KubeObject,
  propagation: "Background" | "Foreground" | "Orphan",
): Promise<void> {
  const { uid } = live.metadata;
  await cluster.delete(refOf(live), { uid, propagation });
  for (;;) {
    const left = await cluster.get(refOf(live), signal);
    if (left?.metadata.uid !== uid) return;
    await clock.sleep(ASK_AGAIN, signal);
  }
}
