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

/**
 * Text broken at spaces so that no line is wider than `width`; every line begins with `indent`. A word
 * that is wider by itself, such as a path, is broken behind a point or a slash.
 */
export function filled(text: string, width: number, indent: string): string[] {
  const room = Math.max(10, width - indent.length);
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (longer.length <= room) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(indent + line);
      const pieces = broken(word, room);
      line = pieces.pop() ?? "";
      lines.push(...pieces.map((piece) => indent + piece));
    }
    return [...lines, (indent + line).trimEnd()];
  });
}

function broken(word: string, room: number): string[] {
  const pieces: string[] = [];
  let left = word;
  while (left.length > room) {
    const end = Math.max(...[".", "/", "]", ","].map((mark) => left.lastIndexOf(mark, room - 1)));
    const length = end > 0 ? end + 1 : room;
    pieces.push(left.slice(0, length));
    left = left.slice(length);
  }
  return [...pieces, left];
}
