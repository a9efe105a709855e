/** Characters that take two columns of a terminal: East Asian wide ones and emoji. */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
/** Characters that are drawn onto the one before. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const PLAIN = /^[\x20-\x7e]*$/;

/** A colour, or one character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are ours
const TOKENS = /\x1b\[[0-9;]*m|./gsu;

/** Columns that a line takes in a terminal; colours take none. */
export function columnsOf(line: string): number {
  if (PLAIN.test(line)) return line.length;
  let columns = 0;
  for (const [token] of line.matchAll(TOKENS)) columns += widthOf(token);
  return columns;
}

/** A line without colours that takes no more than some columns; one that is cut ends with `…`. */
export function cut(line: string, columns: number): string {
  if (columnsOf(line) <= columns) return line;
  let kept = "";
  let left = columns - 1;
  for (const character of line) {
    left -= widthOf(character);
    if (left < 0) break;
    kept += character;
  }
  return columns < 1 ? "" : `${kept.trimEnd()}…`;
}

/** Text whose lines take no more than some columns: longer ones go on in the next line. */
export function folded(text: string, columns: number): string {
  const room = Math.max(2, columns);
  return text
    .split("\n")
    .map((line) => (columnsOf(line) <= room ? line : foldedLine(line, room)))
    .join("\n");
}

function foldedLine(line: string, columns: number): string {
  let text = "";
  let used = 0;
  for (const [token] of line.matchAll(TOKENS)) {
    const width = widthOf(token);
    if (used + width > columns) {
      text += "\n";
      used = 0;
    }
    text += token;
    used += width;
  }
  return text;
}

function widthOf(token: string): number {
  if (token.startsWith("\x1b") || NONE.test(token)) return 0;
  return WIDE.test(token) ? 2 : 1;
}
