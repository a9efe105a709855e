import type { DeployReport } from "./report.ts";
import { shownEvent } from "./shown.ts";

/** NDJSON: one event a line. */
export function jsonReport(write: (text: string) => void): DeployReport {
  return {
    tell: (event) => write(`${JSON.stringify(shownEvent(event))}\n`),
    end: () => {},
  };
}
