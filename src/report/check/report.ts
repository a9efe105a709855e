import type { Finding, Summary } from "../../check/finding.ts";

/** How findings are told. Each method answers the text that is to be written now. */
export interface Report {
  /** The findings of one world, in the order of their places. */
  readonly add: (findings: readonly Finding[]) => string;
  readonly end: (summary: Summary) => string;
}
