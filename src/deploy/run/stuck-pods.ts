import { type KubeObject, refOf } from "../../client/object.ts";
import type { Around } from "../doom/around.ts";
import { stuckPods } from "../doom/stuck.ts";
import type { Context } from "./context.ts";

/**
 * Frees StatefulSets that are stuck: broken pods of the old template are deleted, as the update would do
 * it when their turn came, which is never.
 */
export class StuckPods {
  private readonly context: Context;
  private readonly freed = new Set<string>();

  constructor(context: Context) {
    this.context = context;
  }

  free(workload: KubeObject, around: Around): void {
    if (workload.kind !== "StatefulSet") return;
    const { cluster, tell } = this.context;
    for (const pod of stuckPods(workload, around)) {
      const { name, uid = "" } = pod.metadata;
      if (this.freed.has(uid)) continue;
      this.freed.add(uid);
      const why = "it is broken, and the update would wait for it for ever";
      tell({ type: "remark", message: `pod ${name} of the old revision is deleted: ${why}` });
      // When this fails the deploy does not: the wait goes on, and tells what it waits for.
      cluster.delete(refOf(pod), { uid }).catch(() => this.freed.delete(uid));
    }
  }
}
