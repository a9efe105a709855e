/**
 * Items separated by commas, behind a lead, on as many lines as they need; further lines are indented
 * to `indent` columns (the length of the lead, unless told). A longer item than fits has a line of its own.
 */
export function wrapped(
  lead: string,
  items: readonly string[],
  width: number,
  indent = lead.length,
): string[] {
  const lines: string[] = [];
  let line = lead;
  let isEmpty = true;
  for (const [index, item] of items.entries()) {
    const text = index < items.length - 1 ? `${item},` : item;
    const isFull = line.length + (isEmpty ? 0 : 1) + text.length > width;
    if (isFull && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = " ".repeat(indent);
      isEmpty = true;
    }
    line += (isEmpty ? "" : " ") + text;
    isEmpty = false;
  }
  return isEmpty ? lines : [...lines, line];
}

/** Rows of cells in columns: the first column to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Text broken at spaces so that no line is wider than `width`; every line begins with `indent`. */
export function filled(text: string, width: number, indent: string): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && indent.length + longer.length > width) {
        lines.push(indent + line);
        line = word;
      } else line = longer;
    }
    return [...lines, (indent + line).trimEnd()];
  });
}
