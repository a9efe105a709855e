import type { KubeObject } from "../../client/object.ts";
import { canonical } from "../../kubernetes/canonical.ts";
import { schemaOf } from "../../kubernetes/schema.ts";
import { runsPods } from "../digests.ts";
import { recorded } from "../release/recorded.ts";
import { allDifferences, changesOf } from "./changes.ts";
import { withReplicasOf } from "./composed.ts";
import type { Context } from "./context.ts";
import { overlay } from "./fields/overlay.ts";
import { shapeOf } from "./fields/shape.ts";
import { wayAround } from "./immutable.ts";
import type { ObjectPlan } from "./object-plan.ts";
import type { PlannedObject } from "./plan.ts";
import type { Played } from "./play.ts";
import { refused } from "./stops.ts";

/** Plans an object whose change the server refuses: it is wrong, or must be made anew. */
export async function planRefused(
  context: Context,
  base: PlannedObject & { readonly live: KubeObject },
  { refusal, applied }: Played & { readonly type: "refused" },
): Promise<ObjectPlan> {
  const { cluster, options, digest, mask, signal } = context;
  const { wanted, live } = base;
  if (refusal.status !== 422)
    return { planned: { ...base, action: "update" }, stops: [refused(wanted, refusal, mask)] };
  const about = { wanted, applied, live, refusal };
  const consent = { recreate: options.recreate ?? false, mask };
  const { stop, ...way } = await wayAround(cluster, about, consent, signal);
  const made = way.action.startsWith("recreate") ? withReplicasOf(applied, live) : applied;
  const after = overlay(live, asServerWrites(applied), shapeOf(live)) as KubeObject;
  const sides = {
    live: recorded(live, digest),
    result: recorded(after, digest),
    wanted: recorded(applied, digest),
    previous: context.recorded.get(wanted.key),
  };
  const all = allDifferences(sides, live);
  const changes = changesOf(sides, all, live.metadata.managedFields ?? [], mask);
  const isNewTemplate = changes.some(({ path }) => path.startsWith("spec.template"));
  const isMadeAnew = way.action === "recreate" || isNewTemplate;
  const restarts = (runsPods(live) || live.kind === "Pod") && isMadeAnew;
  const planned = {
    ...base,
    ...way,
    applied: made,
    carriesReplicas: made !== applied,
    changes,
    restarts,
  };
  return { planned, stops: stop ? [stop] : [] };
}

/** Quantities in one form, so that an equal one is no change. */
function asServerWrites(object: KubeObject): KubeObject {
  const schema = schemaOf(object.apiVersion, object.kind);
  return schema ? (canonical(object, schema) as KubeObject) : object;
}
