import type { DeployEvent } from "../../deploy/events.ts";
import type { ProblemsLook } from "../problems.ts";

/** Shows what a deploy tells. */
export interface DeployReport {
  tell(event: DeployEvent): void;
  /** Nothing more comes. */
  end(): void;
}

/** How it may look where it is shown. */
export interface DeployLook extends ProblemsLook {
  /** Of the terminal, asked for each frame of a tree, since a person may resize it. Default: `width`. */
  readonly columns?: () => number;
  /** Default: 24. */
  readonly rows?: () => number;
}
