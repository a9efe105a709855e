import type { RuleText } from "../../check/rule.ts";
import { didYouMean } from "../../closest.ts";
import { fail } from "../../problem.ts";
import type { ProblemsLook } from "../problems.ts";
import { githubReport } from "./github.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import type { Report } from "./report.ts";
import { sarifReport } from "./sarif.ts";
import { textReport } from "./text.ts";

export type { Report } from "./report.ts";

/** What reports need to know besides the findings. */
export interface ReportContext {
  readonly look: ProblemsLook;
  /** Every rule that may find something. */
  readonly rules: readonly RuleText[];
  /** Of Slipway. */
  readonly version: string;
}

const formats: Readonly<Record<string, (context: ReportContext) => Report>> = {
  text: ({ look }) => textReport(look),
  json: ({ look }) => jsonReport(look.path),
  sarif: ({ look, rules, version }) => sarifReport(look.path, rules, version),
  junit: ({ look }) => junitReport(look.path),
  github: ({ look }) => githubReport(look.path),
};

/** @throws ProblemError for a format that there is not */
export function reportFor(format: string, context: ReportContext): Report {
  const make = Object.hasOwn(formats, format) ? formats[format] : undefined;
  const instead = didYouMean(format, Object.keys(formats));
  return make ? make(context) : fail({ message: `there is no format "${format}"`, instead });
}
