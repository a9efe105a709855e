import type { Where } from "../problem.ts";

/** The source line with a caret under the column; of a long line only what lies around it. */
export function excerpt(
  source: string,
  { line, column }: Pick<Where, "line" | "column">,
  width: number,
  indent: string,
): string[] {
  const number = String(line);
  const room = Math.max(20, width - number.length - indent.length - 3);
  const start = source.length <= room ? 0 : Math.max(0, column - 1 - Math.floor(room / 2));
  const shown = source
    .slice(start, start + room)
    .replaceAll("\t", " ")
    .trimEnd();
  return [
    `${indent}${number} | ${shown}`,
    `${indent}${" ".repeat(number.length)} | ${" ".repeat(Math.max(0, column - 1 - start))}^`,
  ];
}
