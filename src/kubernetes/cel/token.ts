import { quote } from "../text.ts";
import { ExpressionError } from "./syntax.ts";

export type TokenKind =
  | "name"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "bytes"
  | "operator"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?${"`"}]|[0-3][0-7][0-7]|[xX][\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})`;
const STRING = [
  `[rR]"""[^]*?"""`,
  `[rR]'''[^]*?'''`,
  String.raw`[rR]"[^"\n\r]*"`,
  String.raw`[rR]'[^'\n\r]*'`,
  String.raw`"""(?:${ESCAPE}|[^\\])*?"""`,
  String.raw`'''(?:${ESCAPE}|[^\\])*?'''`,
  String.raw`"(?:${ESCAPE}|[^\\"\n\r])*"`,
  String.raw`'(?:${ESCAPE}|[^\\'\n\r])*'`,
].join("|");

/** In the order of the groups of `TOKEN`. */
const KINDS = ["space", "bytes", "string", "double", "uint", "int", "name", "operator"] as const;

const TOKEN = new RegExp(
  [
    String.raw`([\t \r\n\f]+|//[^\n]*)`,
    `([bB](?:${STRING}))`,
    `(${STRING})`,
    String.raw`(\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)`,
    String.raw`(0x[\da-fA-F]+[uU]|\d+[uU])`,
    String.raw`(0x[\da-fA-F]+|\d+)`,
    "([A-Za-z_][A-Za-z0-9_]*)",
    String.raw`(==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%])`,
  ].join("|"),
  "y",
);

/**
 * The words of an expression.
 *
 * @throws ExpressionError at what is no word
 * @see github.com/google/cel-go/parser/gen/CEL.g4
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let offset = 0; offset < text.length; ) {
    TOKEN.lastIndex = offset;
    const groups = TOKEN.exec(text);
    if (!groups) throw new ExpressionError(problemAt(text, offset), offset);
    const [found] = groups;
    const kind = KINDS[groups.indexOf(found, 1) - 1] ?? "space";
    if (kind !== "space") tokens.push({ kind, text: found, offset });
    offset += found.length;
  }
  tokens.push({ kind: "end", text: "", offset: text.length });
  return tokens;
}

function problemAt(text: string, offset: number): string {
  const start = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (start === '"' || start === "'")
    return "the text has no closing quote, or an escape that there is not";
  if (start === "=") return 'a single "=" is no operator; write "==" to compare';
  if (start === "&" || start === "|") return `write ${quote(start + start)}`;
  return `${quote(start)} cannot stand here`;
}
