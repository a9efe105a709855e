import type { Problem, Where } from "../problem.ts";

/** How text may look where it is shown. */
export interface Look {
  /** Columns that are there. */
  readonly width: number;
  readonly bold: (text: string) => string;
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
  if (source) lines.push(...excerpt(source, where, look.width));
  if (why) lines.push(`  why: ${why}`);
  if (instead) lines.push(`  fix: ${instead}`);
  return `${lines.join("\n")}\n`;
}

/** The source line with a caret under the column; of a long line only what lies around it. */
function excerpt(source: string, { line, column }: Where, width: number): string[] {
  const number = String(line);
  const room = Math.max(20, width - number.length - 5);
  const start = source.length <= room ? 0 : Math.max(0, column - 1 - Math.floor(room / 2));
  const shown = source
    .slice(start, start + room)
    .replaceAll("\t", " ")
    .trimEnd();
  return [
    `  ${number} | ${shown}`,
    `  ${" ".repeat(number.length)} | ${" ".repeat(Math.max(0, column - 1 - start))}^`,
  ];
}
