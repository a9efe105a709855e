import type { ServerVersion, Target } from "../client/cluster.ts";
import type { ObjectRef } from "../client/object.ts";
import type { Failure } from "./failure.ts";
import type { Outcome } from "./outcome.ts";
import type { Plan, Prune } from "./plan/plan.ts";
import type { ReleaseName } from "./wanted.ts";

/** What an object goes through. */
export type Phase =
  /** Something else must be ready first. */
  | "waiting"
  | "applying"
  /** Applied, and not ready yet. */
  | "settling"
  | "ready"
  | "failed"
  /** What it needs failed. */
  | "left-alone"
  | "skipped"
  | "pruning"
  | "pruned";

/** What a deploy tells while it goes on; reports make text, a live tree or NDJSON of it. */
export type DeployEvent =
  | { readonly type: "target"; readonly target: Target; readonly release: ReleaseName }
  | { readonly type: "server"; readonly version: ServerVersion }
  | { readonly type: "plan"; readonly plan: Plan }
  /** Another deploy of the release is under way. */
  | { readonly type: "locked"; readonly holder: string; readonly since: string | undefined }
  | { readonly type: "start"; readonly revision: number; readonly objects: number }
  | {
      readonly type: "object";
      readonly ref: ObjectRef;
      readonly part: string | undefined;
      readonly phase: Phase;
      /** What it waits for, or how far it is. */
      readonly message?: string | undefined;
    }
  /** A line that a migration wrote. */
  | { readonly type: "log"; readonly ref: ObjectRef; readonly pod: string; readonly line: string }
  /** Something that a person should know, and that stops nothing. */
  | { readonly type: "remark"; readonly message: string }
  /** A request had to be sent again, or the connection is gone for the moment. */
  | { readonly type: "trouble"; readonly message: string }
  | { readonly type: "address"; readonly ref: ObjectRef; readonly addresses: readonly string[] }
  | { readonly type: "prune"; readonly prune: Prune }
  | { readonly type: "failure"; readonly failure: Failure }
  | {
      readonly type: "end";
      readonly outcome: Outcome;
      readonly revision: number | undefined;
      /** The revision that can be brought back; undefined where none went well before. */
      readonly backTo?: number | undefined;
      /** Milliseconds. */
      readonly duration: number;
      /** In one sentence, for what a person should know of the end. */
      readonly message?: string | undefined;
    };

/** Hears what goes on. */
export type Tell = (event: DeployEvent) => void;
