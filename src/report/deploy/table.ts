import { columnsOf, cut } from "./columns.ts";

/** The least columns of a cell that is cut. */
const LEAST = 4;

/**
 * Rows in columns that begin below each other, each in one line; where there is no room the last column
 * is cut, and the ones before only where it is gone.
 */
export function columned(rows: readonly (readonly string[])[], width: number): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(cell));
  const used = widths.flatMap((each, column) => (each > 0 ? [column] : []));
  return rows.map((row) => {
    const cells = used.map((column) => {
      const cell = row[column] ?? "";
      const isLast = column === used.at(-1);
      return isLast ? cell : cell + " ".repeat((widths[column] ?? 0) - columnsOf(cell));
    });
    return cut(cells.join("  ").trimEnd(), Math.max(LEAST, width));
  });
}
