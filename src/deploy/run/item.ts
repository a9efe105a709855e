import { type KubeObject, type ObjectRef, refOf } from "../../client/object.ts";
import { type DoomOptions, DoomWatch } from "../doom/index.ts";
import type { Doom } from "../doom/symptom.ts";
import type { Phase } from "../events.ts";
import type { Need } from "../order/needs.ts";
import type { PlannedObject } from "../plan/plan.ts";

/** Why an object is lost. */
export interface Lost extends Doom {
  /** Undefined where its apply was refused: there is nothing to look at. */
  readonly object: KubeObject | undefined;
}

/** One object on its way. */
export class Item {
  readonly planned: PlannedObject;
  readonly ref: ObjectRef;
  readonly needs: readonly Need[];
  readonly watch: DoomWatch;
  phase: Phase = "waiting";
  /** What is told of it. */
  message: string | undefined;
  /** As it was seen last, not before it was applied. */
  object: KubeObject | undefined;
  lost: Lost | undefined;
  /** Others may begin that wait for it, though its controller has not said yet that it is ready. */
  isDone = false;

  constructor(planned: PlannedObject, needs: readonly Need[], doom: DoomOptions) {
    this.planned = planned;
    this.ref = refOf(planned.applied);
    this.needs = needs;
    this.watch = new DoomWatch({ ...doom, isMigration: planned.wanted.isMigration });
  }

  get key(): string {
    return this.planned.wanted.key;
  }

  get isApplied(): boolean {
    return (
      ["settling", "ready", "skipped", "failed"].includes(this.phase) && this.object !== undefined
    );
  }

  /** Whether what waits for it may begin. */
  get isPassed(): boolean {
    return this.isReady || (this.isDone && this.phase === "settling");
  }

  get isReady(): boolean {
    return this.phase === "ready" || this.phase === "skipped";
  }

  /** Takes note of the object as a watch tells it, unless that is older than what was applied. */
  see(object: KubeObject | undefined): void {
    if (!object || !this.object || object.metadata.uid !== this.object.metadata.uid) return;
    const { generation = 0 } = object.metadata;
    if (generation >= (this.object.metadata.generation ?? 0)) this.object = object;
  }
}
