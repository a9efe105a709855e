const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/**
 * The text that a literal stands for; the literal may have the prefix `r`.
 *
 * @returns undefined for an escape that means no character
 * @see github.com/google/cel-go/parser/unescape.go
 */
export function textOfLiteral(literal: string): string | undefined {
  const { content, raw } = contentOf(literal);
  if (raw || !content.includes("\\")) return content;
  let text = "";
  for (const { plain, code } of parts(content)) {
    if (code === undefined) text += plain;
    else if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    else text += String.fromCodePoint(code);
  }
  return text;
}

/**
 * The bytes that a literal stands for, without its prefix `b`: escapes are bytes here.
 *
 * @returns undefined where there are escapes for code points
 */
export function bytesOfLiteral(literal: string): Uint8Array | undefined {
  const { content, raw } = contentOf(literal);
  const encoder = new TextEncoder();
  if (raw) return encoder.encode(content);
  const bytes: number[] = [];
  for (const { plain, code, unicode } of parts(content)) {
    if (unicode) return undefined;
    if (code === undefined) bytes.push(...encoder.encode(plain));
    else bytes.push(code);
  }
  return Uint8Array.from(bytes);
}

function contentOf(literal: string): { content: string; raw: boolean } {
  const raw = /^[rR]/.test(literal);
  const quoted = (raw ? literal.slice(1) : literal).replace(/\r\n?/g, "\n");
  const width = /^("""|''')/.test(quoted) && quoted.length >= 6 ? 3 : 1;
  return { content: quoted.slice(width, -width), raw };
}

interface Part {
  readonly plain: string;
  /** Of an escape. */
  readonly code: number | undefined;
  readonly unicode: boolean;
}

function* parts(content: string): Generator<Part> {
  for (const [found] of content.matchAll(/\\(?:[0-3][0-7]{2}|[xX].{2}|u.{4}|U.{8}|.)|[^\\]+/gsu)) {
    if (!found.startsWith("\\")) yield { plain: found, code: undefined, unicode: false };
    else yield { plain: "", code: codeOf(found.slice(1)), unicode: /^\\[uU]/.test(found) };
  }
}

function codeOf(sequence: string): number {
  if (/^[0-3][0-7]{2}$/.test(sequence)) return Number.parseInt(sequence, 8);
  if (/^[xXuU]./.test(sequence)) return Number.parseInt(sequence.slice(1), 16);
  return SIMPLE[sequence] ?? sequence.charCodeAt(0);
}
