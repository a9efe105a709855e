interface Spot {
  line: number;
  column: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is steered by them
const TOKENS = /\x1b\[(\d*)([AJm])|\x1b\[[0-9;]*m|\r|\n|./gsu;

/**
 * A terminal as far as reports need one: it breaks long lines anew when it is resized, as terminals do,
 * and what has scrolled off its top cannot be reached again. Every character takes one column.
 */
export class Terminal {
  private columns: number;
  private rows: number;
  /** Lines as they were written, whatever their length. */
  private lines: string[] = [""];
  private cursor: Spot = { line: 0, column: 0 };

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    for (const [token, count, command] of text.matchAll(TOKENS)) {
      if (command === "A") this.up(Number(count || 1));
      else if (command === "J") this.eraseBelow();
      else if (token.endsWith("m") && token.startsWith("\x1b")) continue;
      else if (token === "\r") this.toRowStart();
      else if (token === "\n") this.newLine();
      else if (token.startsWith("\x1b")) throw new Error(`not known: ${JSON.stringify(token)}`);
      else this.put(token);
    }
  }

  /** All that was written, as it is on the screen and above it, with its last empty row. */
  all(): string[] {
    return this.spots().map(({ line, column }) => this.rowAt(line, column));
  }

  /** What a person sees. */
  screen(): string[] {
    return this.all().slice(-this.rows);
  }

  private put(character: string): void {
    const { line, column } = this.cursor;
    const text = this.lines[line] ?? "";
    this.lines[line] = text.slice(0, column).padEnd(column) + character + text.slice(column + 1);
    this.cursor.column++;
  }

  private newLine(): void {
    this.cursor = { line: this.cursor.line + 1, column: 0 };
    this.lines[this.cursor.line] ??= "";
  }

  private toRowStart(): void {
    this.cursor.column -= this.cursor.column % this.columns;
  }

  private up(rows: number): void {
    const spots = this.spots();
    const at = spots.findLastIndex(
      ({ line, column }) => line === this.cursor.line && column <= this.cursor.column,
    );
    const top = Math.max(0, spots.length - this.rows);
    const spot = spots[Math.max(top, at - rows)] as Spot;
    this.cursor = { ...spot };
  }

  private eraseBelow(): void {
    const { line, column } = this.cursor;
    this.lines = this.lines.slice(0, line + 1);
    this.lines[line] = (this.lines[line] ?? "").slice(0, column);
  }

  /** Where each row begins. */
  private spots(): Spot[] {
    return this.lines.flatMap((text, line) => {
      const rows = Math.max(1, Math.ceil(text.length / this.columns));
      return Array.from({ length: rows }, (_, row) => ({ line, column: row * this.columns }));
    });
  }

  private rowAt(line: number, column: number): string {
    return (this.lines[line] ?? "").slice(column, column + this.columns).trimEnd();
  }
}
