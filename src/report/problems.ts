import type { Problem, Where } from "../problem.ts";
import { excerpt } from "./excerpt.ts";

/** How text may look where it is shown. */
export interface Look {
  /** Columns that are there. */
  readonly width: number;
  readonly bold: (text: string) => string;
  /** Colours of what weighs more or less; without colours the text as it is. */
  readonly paint: (severity: "error" | "warning" | "info" | "dim", text: string) => string;
}

export interface ProblemsLook extends Look {
  /** A file's path as a person there would write it. */
  readonly path: (file: string) => string;
  /** One line of a file, where it can be read. */
  readonly lineOf: (where: Where) => string | undefined;
}

/** Problems for a person: place and message, the line with a caret, why, and what to write instead. */
export function problemsText(problems: readonly Problem[], look: ProblemsLook): string {
  const texts = problems.map((problem) => problemText(problem, look));
  if (problems.length > 1) texts.push(`${problems.length} problems\n`);
  return texts.join("\n");
}

function problemText(problem: Problem, look: ProblemsLook): string {
  const { message, where, why, instead, isSecret } = problem;
  const place = where ? `${look.path(where.file)}:${where.line}:${where.column}` : "slipway";
  const lines = [`${look.bold(`${place}:`)} ${message.replaceAll("\n", "\n  ")}`];
  const source = where && !isSecret && look.lineOf(where);
  if (source) lines.push(...excerpt(source, where, look.width, "  "));
  if (why) lines.push(`  why: ${why}`);
  if (instead) lines.push(`  fix: ${instead}`);
  return `${lines.join("\n")}\n`;
}
