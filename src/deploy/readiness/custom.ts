import type { KubeObject } from "../../client/object.ts";
import { isFields } from "../../kubernetes/fields.ts";
import { conditionOf, itemsAt, wordsOf } from "./status.ts";
import { progressing, READY, type Verdict } from "./verdict.ts";

/**
 * Any kind that is not known better: its condition Ready decides. One without it is taken as ready, since
 * nobody can tell whether it will ever say more.
 */
export function customVerdict(object: KubeObject): Verdict {
  const ready = conditionOf(object, "Ready");
  if (ready) return ready.status === "True" ? READY : progressing(wordsOf(ready));
  const { status } = object;
  const isOutdated =
    isFields(status) && itemsAt(status, "conditions").some(({ type }) => type === "Ready");
  return isOutdated ? progressing("its controller has not seen its last change yet") : READY;
}

/** A kind whose controller is known to write Ready: without it nobody has looked yet. */
export function readyVerdict(object: KubeObject, controller: string): Verdict {
  if (conditionOf(object, "Ready")) return customVerdict(object);
  return progressing(`${controller} has not looked at it yet`);
}
