import { refOf } from "../../client/object.ts";
import type { DeployEvent } from "../../deploy/events.ts";
import type { Plan } from "../../deploy/plan/plan.ts";
import type { DeployReport } from "./index.ts";

/** NDJSON: one event a line. */
export function jsonReport(write: (text: string) => void): DeployReport {
  return {
    tell: (event) => write(`${JSON.stringify(shown(event))}\n`),
    end: () => {},
  };
}

/** A plan without the contents of its objects: they may be secret. */
function shown(event: DeployEvent): unknown {
  return event.type === "plan" ? { ...event, plan: planShown(event.plan) } : event;
}

function planShown({ objects, ...plan }: Plan): unknown {
  return {
    ...plan,
    objects: objects.map(({ wanted, applied, live: _live, ...planned }) => ({
      ref: refOf(applied),
      part: wanted.part,
      ...planned,
    })),
  };
}
