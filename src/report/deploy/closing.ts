import type { ShownEvent } from "./shown.ts";
import { durationText } from "./time.ts";

export type End = Extract<ShownEvent, { readonly type: "end" }>;

/** The last line: what came of it, and how to go back where there is something to go back to. */
export function closingText({ outcome, revision, duration, message }: End): string {
  const after = durationText(duration);
  const more = message === undefined ? "" : `: ${message}`;
  const back = revision !== undefined && revision > 1 ? "; to go back: slipway rollback" : "";
  const which = revision === undefined ? "" : `revision ${revision} `;
  switch (outcome) {
    case "done":
      return `done: ${which}${revision === undefined ? "" : "is deployed, "}in ${after}${more}${back}\n`;
    case "unchanged":
      return `unchanged: nothing was written, in ${after}${more}\n`;
    case "planned":
      return `planned: nothing was changed${more}\n`;
    case "stopped":
      return `stopped: nothing was changed${more}\n`;
    case "outdated":
      return `out of date: nothing was changed${more}\n`;
    case "locked":
      return `locked: nothing was changed${more}\n`;
    case "failed":
      return `failed: ${which}after ${after}${more}${back}\n`;
    case "interrupted":
      return `interrupted: ${which}after ${after}${more}; the next deploy goes on from here\n`;
    case "rolled-back":
      return `rolled back: ${which}after ${after}${more}\n`;
  }
}
