import type { Failure } from "./failure.ts";
import type { Plan } from "./plan/plan.ts";

/** How a deploy ended. */
export type Outcome =
  | "done"
  /** Nothing had to be changed. */
  | "unchanged"
  /** Only the plan was asked for. */
  | "planned"
  /** The plan has stops, or somebody said no: nothing was changed. */
  | "stopped"
  /** It is not what a saved plan says any more: nothing was changed. */
  | "outdated"
  /** Another deploy has the lock: nothing was changed. */
  | "locked"
  /** What was applied did not become healthy, or was refused. */
  | "failed"
  | "interrupted"
  | "rolled-back";

/** What a deploy came to. */
export interface Ended {
  readonly outcome: Outcome;
  /** Undefined where it was ended before there was one. */
  readonly plan: Plan | undefined;
  /** The record that was written; undefined where none was. */
  readonly revision: number | undefined;
  readonly failures: readonly Failure[];
  /** The revision that `slipway rollback` brings back after it; undefined where none went well before. */
  readonly backTo?: number | undefined;
  /** In one sentence, where there is more to say. */
  readonly message?: string | undefined;
}
