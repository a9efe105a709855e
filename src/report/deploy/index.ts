import type { DeployEvent } from "../../deploy/events.ts";
import type { ProblemsLook } from "../problems.ts";
import { jsonReport } from "./json.ts";
import { textReport } from "./text.ts";

/** Shows what a deploy tells. */
export interface DeployReport {
  tell(event: DeployEvent): void;
  /** Nothing more comes. */
  end(): void;
}

/** `json`: an object a line; `text`: lines for a person, as things happen. */
export function deployReport(
  format: "text" | "json",
  look: ProblemsLook,
  write: (text: string) => void,
): DeployReport {
  return format === "json" ? jsonReport(write) : textReport(look, write);
}
