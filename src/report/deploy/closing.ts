import type { ShownEvent } from "./shown.ts";
import { durationText } from "./time.ts";

export type End = Extract<ShownEvent, { readonly type: "end" }>;

/** The last line: what came of it, and how to go back where there is something to go back to. */
export function closingText({ outcome, revision, backTo, duration, message }: End): string {
  const more = message === undefined ? "" : `: ${message}`;
  const back = backTo === undefined ? "" : `; to go back: slipway rollback ${backTo}`;
  const after = `after ${durationText(duration)}`;
  const ofRevision = revision === undefined ? after : `revision ${revision}, ${after}`;
  switch (outcome) {
    case "done": {
      const what = revision === undefined ? "" : `revision ${revision} is deployed, `;
      return `done: ${what}${after}${more}${back}`;
    }
    case "unchanged":
      return `unchanged: nothing was written, ${after}${more}`;
    case "planned":
    case "stopped":
    case "locked":
      return `${outcome}: nothing was changed${more}`;
    case "outdated":
      return `out of date: nothing was changed${more}`;
    case "failed":
      return `failed: ${ofRevision}${more}${back}`;
    case "interrupted":
      return `interrupted: ${ofRevision}${more}; the next deploy goes on from here`;
    case "rolled-back":
      return `rolled back: what ran before runs again: ${ofRevision}${more}`;
  }
}
