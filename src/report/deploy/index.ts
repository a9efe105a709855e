import { jsonReport } from "./json.ts";
import { liveReport } from "./live.ts";
import type { DeployLook, DeployReport } from "./report.ts";
import { textReport } from "./text.ts";
import { systemTime, type Time } from "./time.ts";

export type { DeployLook, DeployReport } from "./report.ts";

/** `json`: an object a line; `text`: lines for a person, as things happen; `live`: a tree on a terminal. */
export function deployReport(
  format: "text" | "live" | "json",
  look: DeployLook,
  write: (text: string) => void,
  time: Time = systemTime,
): DeployReport {
  if (format === "json") return jsonReport(write);
  if (format === "live") return liveReport(look, write, time);
  return textReport(look, write, time);
}
