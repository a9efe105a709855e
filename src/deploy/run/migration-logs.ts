import type { KubeObject, ObjectRef } from "../../client/object.ts";
import type { Around } from "../doom/around.ts";
import { itemsAt, textAt } from "../readiness/status.ts";
import type { Context } from "./context.ts";

/** Tells the lines that migrations write, while they write them. */
export class MigrationLogs {
  private readonly context: Context;
  private readonly signal: AbortSignal;
  private readonly followed = new Map<string, Promise<void>>();

  constructor(context: Context, signal: AbortSignal) {
    this.context = context;
    this.signal = signal;
  }

  /** Follows the containers of a Job that run, or ran, each once. */
  follow(ref: ObjectRef, job: KubeObject, around: Around): void {
    for (const pod of around.ownedBy(job, "Pod")) {
      for (const status of itemsAt(pod, "status.containerStatuses")) {
        const { state } = status as { readonly state?: Readonly<Record<string, unknown>> };
        const container = textAt(status, "name");
        const key = `${pod.metadata.uid}/${container}/${status.restartCount}`;
        if (!(state?.running || state?.terminated) || this.followed.has(key)) continue;
        this.followed.set(key, this.read(ref, pod, container));
      }
    }
  }

  /** Until all that was begun is told to its end. */
  async finished(): Promise<void> {
    await Promise.all(this.followed.values());
  }

  private async read(ref: ObjectRef, { metadata }: KubeObject, container: string): Promise<void> {
    const { cluster, masker, tell } = this.context;
    const pod = { namespace: metadata.namespace ?? "", name: metadata.name };
    try {
      for await (const line of cluster.logs(pod, { container, follow: true }, this.signal))
        tell({ type: "log", ref, pod: pod.name, line: masker.mask(line) });
    } catch {
      // The lines are for a person to read along; whether the migration went well, its Job says.
    }
  }
}
