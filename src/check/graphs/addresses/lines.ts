/** A line of a configuration file, without its comment. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly indent: number;
  /** What is set in it, where it sets something. */
  readonly key: string | undefined;
  /** What it is set to; of a list's item: the item. */
  readonly value: string;
}

const COMMENT = /^(?:#|\/\/|;|--(?!-)|\/?\*|<!--|%|rem\s)/i;
const MAY_BE_COMMENT = "#/;-*<%rR";
const PAIR =
  /^(?:-\s+)?(?:export\s+|set\s+)?(?:["']([^"']{1,120})["']|([\w.\-/]{1,120}))\s*(?::(?=[\s"'[{]|$)|=>?)\s*(.*)$/;
const ITEM = /^(?:-\s+)?["']?([^\s"'{}=]+)["']?,?$/;
const LONGEST = 10_000;

/**
 * Divides the text of a configuration file into lines, whatever its grammar: comments go, and what is
 * a key and what a value is told by the forms that YAML, JSON, INI, properties and env files share.
 * A list's items have the key of the list.
 */
export function* linesOf(text: string): Generator<Line> {
  let number = 0;
  let start = 0;
  let listKey: string | undefined;
  let isComment = false;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const raw = text.slice(start, Math.min(end, start + LONGEST));
    start = end + 1;
    number += 1;
    const trimmed = raw.trim();
    if (trimmed === "") continue;
    if (isComment) {
      isComment = !/-->|\*\//.test(trimmed);
      continue;
    }
    if (MAY_BE_COMMENT.includes(trimmed[0] as string) && COMMENT.test(trimmed)) {
      isComment = /^(?:<!--(?!.*-->)|\/\*(?!.*\*\/))/.test(trimmed);
      continue;
    }
    const indent = raw.length - raw.trimStart().length;
    const line = withoutComment(trimmed);
    const isPair = line.includes(":") || line.includes("=");
    const [, quoted, plain, value = ""] = (isPair && PAIR.exec(line)) || [];
    const key = quoted ?? plain;
    if (key !== undefined) {
      listKey = value === "" || value === "[" ? key : undefined;
      yield { number, text: line, indent, key, value: unquoted(value) };
      continue;
    }
    const item = listKey === undefined ? undefined : ITEM.exec(line)?.[1];
    if (item === undefined && !/^[\]}),;]*$/.test(line)) listKey = undefined;
    yield { number, text: line, indent, key: item && listKey, value: item ?? "" };
  }
}

/** Without what stands behind ` #`, unless that is inside quotes. */
function withoutComment(line: string): string {
  if (!line.includes("#")) return line;
  const at = line.search(/\s#/);
  if (at === -1) return line;
  const before = line.slice(0, at);
  const isOpen = before.split('"').length % 2 === 0 || before.split("'").length % 2 === 0;
  return isOpen ? line : before.trimEnd();
}

function unquoted(value: string): string {
  const text = value.replace(/[,;]$/, "").trim();
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.length > 1 && text.endsWith(quote)
    ? text.slice(1, -1)
    : text;
}
