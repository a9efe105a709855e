import type { Ended } from "../../deploy/outcome.ts";

/** The exit code of how a deploy ended. */
export function exitCodeOf({ outcome, plan }: Ended): number {
  switch (outcome) {
    case "done":
    case "unchanged":
      return 0;
    case "planned":
      return codeOfStops(plan);
    case "stopped":
      // Without a stop it was a person who said no.
      return codeOfStops(plan) || 5;
    case "interrupted":
      return 1;
    case "failed":
      return 3;
    case "locked":
      return 4;
    case "outdated":
      return 6;
    case "rolled-back":
      return 7;
  }
}

/** What consent would let through was stopped for safety; what the server refuses is an error. */
function codeOfStops(plan: Ended["plan"]): number {
  const stops = plan?.stops ?? [];
  if (stops.length === 0) return 0;
  return stops.every(({ option }) => option !== undefined) ? 5 : 1;
}
