import { refOf, titleOf } from "../../client/object.ts";
import type { DeployEvent } from "../../deploy/events.ts";
import { type ProblemsLook, problemsText } from "../problems.ts";
import type { DeployReport } from "./index.ts";

/** Lines for a person. */
export function textReport(look: ProblemsLook, write: (text: string) => void): DeployReport {
  return { tell: (event) => write(textOf(event, look)), end: () => {} };
}

function textOf(event: DeployEvent, look: ProblemsLook): string {
  switch (event.type) {
    case "target":
      return `${event.release.name} in ${event.release.namespace}, to ${event.target.context} (${event.target.server})\n`;
    case "plan": {
      const { objects, stops } = event.plan;
      const lines = objects
        .filter(({ action }) => action !== "none")
        .map(({ action, applied }) => `  ${action} ${titleOf(refOf(applied))}\n`);
      return `${lines.join("")}${problemsText(stops, look)}`;
    }
    case "object":
      return `  ${titleOf(event.ref)} ${event.phase}${event.message ? `: ${event.message}` : ""}\n`;
    case "log":
      return `  | ${event.line}\n`;
    case "failure":
      return problemsText([event.failure], look);
    case "end":
      return `${event.outcome}${event.message ? `: ${event.message}` : ""}\n`;
    default:
      return "";
  }
}
