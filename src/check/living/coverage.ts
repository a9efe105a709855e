/** Lines of a text, from 1, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** How a sort of text writes comments, and what closes what its lines open. */
export interface Syntax {
  readonly isComment: RegExp;
  /** A line as far left as the one that began it may still belong to it. */
  readonly closes: RegExp;
}

export const yaml: Syntax = { isComment: /^\s*(?:#|$)/, closes: /^\s*[\]}]/ };
export const code: Syntax = { isComment: /^\s*(?:\/[/*]|\*|$)/, closes: /^\s*[\])}]/ };

const separator = /^---(?:\s|$)/;

/**
 * What a comment is about: what begins in its own line, or, where it stands alone, in the next line
 * that says something: a field or an item of a list with all in it, and the whole document above its
 * first line. Told by indentation, so that it is told of templates and of broken files too.
 *
 * @param index the line of the comment, from 0
 * @param isAlone whether nothing else stands in its line
 */
export function coverage(
  lines: readonly string[],
  index: number,
  isAlone: boolean,
  syntax: Syntax,
): Lines {
  const isYaml = syntax === yaml;
  const own = lines[index] ?? "";
  const mayBeDocument = isAlone || (isYaml && separator.test(own));
  const first = mayBeDocument ? nextSaying(lines, index + 1, syntax) : index;
  const isDocument =
    isYaml && mayBeDocument && (separator.test(own) || isFirst(lines, index, first, syntax));
  if (isDocument) {
    const start = separator.test(lines[first] ?? "") ? nextSaying(lines, first + 1, syntax) : first;
    return { first: start + 1, last: documentEnd(lines, start) };
  }
  return { first: first + 1, last: blockEnd(lines, first, syntax) };
}

function nextSaying(lines: readonly string[], from: number, { isComment }: Syntax): number {
  let at = from;
  while (at < lines.length && isComment.test(lines[at] as string)) at++;
  return at;
}

/** Whether nothing of a document stands before a comment, or a new one begins behind it. */
function isFirst(
  lines: readonly string[],
  index: number,
  next: number,
  { isComment }: Syntax,
): boolean {
  if (separator.test(lines[next] ?? "")) return true;
  let at = index - 1;
  while (at >= 0 && isComment.test(lines[at] as string)) at--;
  return at < 0 || separator.test(lines[at] as string);
}

function documentEnd(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !separator.test(lines[at] as string)) at++;
  while (at > from && lines[at - 1] === "") at--;
  return at;
}

/** The last line of what begins in a line, from 1. */
function blockEnd(lines: readonly string[], first: number, { isComment, closes }: Syntax): number {
  const begin = lines[first] ?? "";
  const indent = indentOf(begin);
  const mayHaveItems = !isItem(begin);
  let last = first;
  for (let at = first + 1; at < lines.length; at++) {
    const line = lines[at] as string;
    if (isComment.test(line)) continue;
    const depth = indentOf(line);
    const isInside =
      depth > indent || (depth === indent && (closes.test(line) || (mayHaveItems && isItem(line))));
    if (!isInside || separator.test(line)) break;
    last = at;
  }
  return last + 1;
}

function isItem(line: string): boolean {
  return /^\s*-(?:\s|$)/.test(line) && !separator.test(line);
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}
