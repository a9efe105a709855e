import { columnsOf } from "./columns.ts";

/**
 * Lines at the end of a terminal that are drawn anew in place; what is written above them scrolls. The
 * cursor stands below them and is never hidden, so that nothing has to be restored however it ends.
 */
export class Screen {
  private readonly write: (text: string) => void;
  /** The columns that each drawn line takes. */
  private drawn: readonly number[] = [];

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  /** @param columns as there are now: terminals break the lines anew when they get narrower */
  draw(above: string, lines: readonly string[], columns: number): void {
    const rows = this.drawn.reduce(
      (sum, width) => sum + Math.max(1, Math.ceil(width / Math.max(1, columns))),
      0,
    );
    const back = rows > 0 ? `\x1b[${rows}A\r\x1b[J` : "";
    const below = lines.map((line) => `${line}\n`).join("");
    this.drawn = lines.map(columnsOf);
    if (back !== "" || above !== "" || below !== "") this.write(back + above + below);
  }
}
