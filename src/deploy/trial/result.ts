import type { Where } from "../../problem.ts";

/** What a test of something that runs came to. */
export interface Result {
  /** The component. */
  readonly about: string;
  /** Completes "backend: …". */
  readonly title: string;
  readonly outcome: "passed" | "failed" | "not run";
  /** What was seen instead, or why it could not be told; empty where it passed. */
  readonly why: readonly string[];
  /** The line to change. */
  readonly where?: Where | undefined;
}
