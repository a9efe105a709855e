import { type Cursor, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from "./cursor.ts";
import { Stop } from "./node.ts";

/** A scalar that was passed. */
export interface ScannedText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Lines that are joined: one break becomes a blank, more become one less. */
class Fold {
  text = "";
  private blanks = "";
  private first = "";
  private more = "";
  isBroken = false;

  add(piece: string): void {
    if (this.isBroken) this.text += this.first !== "\n" ? this.first + this.more : this.more || " ";
    else this.text += this.blanks;
    this.text += piece;
    this.blanks = this.first = this.more = "";
    this.isBroken = false;
  }

  /** Passes blanks and breaks. */
  pass(cursor: Cursor, tabBelow = -1): void {
    for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
      if (isBreak(code)) {
        const kept = cursor.passBreak();
        if (this.isBroken) this.more += kept;
        else this.first = kept;
        this.isBroken = true;
        this.blanks = "";
      } else {
        if (this.isBroken && code === 9 && cursor.column < tabBelow) throw tab(cursor.at);
        if (!this.isBroken) this.blanks += String.fromCharCode(code);
        cursor.at++;
      }
    }
  }

  /** A line that ends with a backslash goes on without a blank. */
  join(): void {
    this.add("");
    this.isBroken = true;
    this.first = "";
  }
}

export function tab(at: number): Stop {
  return new Stop(at, "tab", "there is a tab in the indentation of this line", {
    why: "YAML is indented with spaces alone",
    instead: "spaces",
  });
}

/** A text without quotes, which may go over several lines. */
export function scanPlain(
  cursor: Cursor,
  indent: number,
  isFlow: boolean,
): ScannedText & { readonly isBroken: boolean } {
  const start = cursor.at;
  let end = start;
  const fold = new Fold();
  for (;;) {
    const from = cursor.at;
    if (cursor.code() === 35) break;
    for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
      if (code === 58 && isBlankOrEnd(cursor.code(1))) break;
      // , ? [ ] { }
      if (isFlow && (code === 44 || code === 63 || isBracket(code))) break;
      cursor.at++;
    }
    if (cursor.at > from) {
      fold.add(cursor.text.slice(from, cursor.at));
      end = cursor.at;
    }
    const next = cursor.code();
    if (!isBlank(next) && !isBreak(next)) break;
    fold.pass(cursor, indent);
    if (!isFlow && cursor.column < indent) break;
  }
  return { text: fold.text, start, end, isBroken: fold.isBroken };
}

function isBracket(code: number): boolean {
  return code === 91 || code === 93 || code === 123 || code === 125;
}

/** A text in single or double quotes. */
export function scanQuoted(cursor: Cursor): ScannedText {
  const { at: start } = cursor;
  const mark = cursor.code();
  const fold = new Fold();
  cursor.at++;
  for (;;) {
    if (cursor.isAtEnd())
      throw new Stop(start, "syntax", "this text in quotes does not end", {
        why: "there is no closing quote up to the end of the document",
      });
    let piece = "";
    let isJoined = false;
    let from = cursor.at;
    for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
      if (code === mark && !(mark === 39 && cursor.code(1) === 39)) break;
      if (code !== mark && !(code === 92 && mark === 34)) {
        cursor.at++;
        continue;
      }
      piece += cursor.text.slice(from, cursor.at);
      if (code === 92 && isBreak(cursor.code(1))) {
        cursor.at++;
        cursor.passBreak();
        isJoined = true;
        from = cursor.at;
        break;
      }
      piece += code === mark ? "'" : escaped(cursor);
      if (code === mark) cursor.at += 2;
      from = cursor.at;
    }
    piece += cursor.text.slice(from, cursor.at);
    if (piece !== "") fold.add(piece);
    if (isJoined) fold.join();
    if (cursor.code() === mark && !isJoined) break;
    if (!isBlankOrEnd(cursor.code())) {
      if (isJoined) continue;
      break;
    }
    fold.pass(cursor);
    if (cursor.code() === mark) {
      fold.add("");
      if (mark === 34 || cursor.code(1) !== 39) break;
    }
  }
  cursor.at++;
  return { text: fold.text, start, end: cursor.at };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  [" ", " "],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);
const lengths: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

function escaped(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text[at + 1] ?? "";
  const simple = escapes.get(letter);
  if (simple !== undefined) {
    cursor.at += 2;
    return simple;
  }
  const length = lengths.get(letter);
  if (length === undefined)
    throw new Stop(at, "syntax", `"\\${letter}" means nothing in double quotes`, {
      instead: `"\\\\${letter}", or single quotes`,
    });
  const digits = text.slice(at + 2, at + 2 + length);
  const code = /^[\da-fA-F]+$/.test(digits) && digits.length === length ? parseInt(digits, 16) : -1;
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new Stop(at, "syntax", `"\\${letter}${digits}" is not a character`, {
      ...(code > 0 && {
        why: "YAML knows no pairs of surrogates",
        instead: "the character itself",
      }),
    });
  cursor.at += 2 + length;
  return String.fromCodePoint(code);
}

/** A block, `|` or `>`, in a collection at that column (-1 at the top). */
export function scanBlock(cursor: Cursor, parent: number): ScannedText {
  const { at: start } = cursor;
  const isLiteral = cursor.code() === 124;
  const header = /^([-+]?)(\d?)([-+]?)/.exec(cursor.text.slice(start + 1, start + 4))!;
  const [whole, before, digit, after] = header as unknown as [string, string, string, string];
  const hasBoth = before !== "" && after !== "";
  cursor.at += 1 + (hasBoth ? whole.length - 1 : whole.length);
  if (digit === "0") throw new Stop(start, "syntax", "a block is indented by at least 1");
  cursor.passBlanks();
  if (cursor.code() === 35) cursor.passComment();
  if (!isBreakOrEnd(cursor.code()))
    throw new Stop(cursor.at, "syntax", `the text of a block begins in the line below its mark`, {
      instead: "a line break here, or quotes around the text",
    });
  if (!cursor.isAtEnd()) cursor.passBreak();
  const chomping = before || (hasBoth ? "" : after);
  const increment = Number(digit || "0");
  const block = new Block(cursor, Math.max(parent, 0), parent, increment);
  return { text: block.read(isLiteral, chomping), start, end: cursor.at };
}

class Block {
  private readonly cursor: Cursor;
  private readonly parent: number;
  private indent: number;

  constructor(cursor: Cursor, base: number, parent: number, increment: number) {
    this.cursor = cursor;
    this.parent = parent;
    this.indent = increment > 0 ? base + increment : 0;
  }

  read(isLiteral: boolean, chomping: string): string {
    const { cursor } = this;
    let text = "";
    let lead = "";
    let trail = this.breaks();
    let wasBlank = false;
    while (cursor.column === this.indent && !cursor.isAtEnd()) {
      const blank = isBlank(cursor.code());
      if (!isLiteral && !wasBlank && !blank && lead === "\n") text += trail === "" ? " " : "";
      else text += lead;
      text += trail;
      wasBlank = blank;
      const from = cursor.at;
      cursor.passComment();
      text += cursor.text.slice(from, cursor.at);
      lead = cursor.isAtEnd() ? "" : cursor.passBreak();
      trail = this.breaks();
    }
    if (chomping !== "-") text += lead;
    return chomping === "+" ? text + trail : text;
  }

  /** Passes blank lines and the indentation of the next; the first that is not blank sets it. */
  private breaks(): string {
    const { cursor } = this;
    let breaks = "";
    let widest = 0;
    const isOpen = () => this.indent === 0 || cursor.column < this.indent;
    for (;;) {
      while (isOpen() && cursor.code() === 32) cursor.at++;
      widest = Math.max(widest, cursor.column);
      if (isOpen() && cursor.code() === 9) throw tab(cursor.at);
      if (!isBreak(cursor.code())) break;
      breaks += cursor.passBreak();
    }
    if (this.indent === 0) this.indent = Math.max(widest, this.parent + 1, 1);
    return breaks;
  }
}
