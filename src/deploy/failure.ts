import type { ObjectRef } from "../client/object.ts";
import type { Where } from "../problem.ts";

/** A message of the cluster about an object. */
export interface EventLine {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** RFC 3339, of the last time. */
  readonly time: string | undefined;
  readonly about: ObjectRef;
}

/** What a container wrote, secrets masked. */
export interface LogExcerpt {
  readonly pod: string;
  readonly container: string;
  /** Of the run before the present one. */
  readonly isPrevious: boolean;
  readonly lines: readonly string[];
}

/** Why an object did not come to be as it was meant, with the evidence. */
export interface Failure {
  readonly ref: ObjectRef;
  /** Short and stable, as Kubernetes calls it where it has a name for it: `ImagePullBackOff`, `CrashLoopBackOff`, `QuotaExceeded`, `Unschedulable`, `Refused`, `MigrationFailed`, `TimedOut`… */
  readonly reason: string;
  /** One sentence with the names and numbers. */
  readonly message: string;
  /** The pod and container that show it. */
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  /** The probe that does not pass, in words. */
  readonly probe?: string | undefined;
  readonly events: readonly EventLine[];
  readonly logs: readonly LogExcerpt[];
  /** What to run next. */
  readonly next: readonly string[];
  /** The line to change. */
  readonly where?: Where | undefined;
  /** What to change, where that is known. */
  readonly instead?: string | undefined;
}
