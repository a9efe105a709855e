import type { Value } from "../source.ts";
import { resolvePlain } from "./scalar.ts";
import { isSurprising } from "./surprise.ts";

/** Thrown where the quick reader leaves a document to the other one. */
export const unusual = new Error("unusual");

/** Deeper is rare enough for the long way, which says so. */
export const deepest = 100;

export const [newline, space, quote, hash, apostrophe, comma, dash, colon] = [
  10, 32, 34, 35, 39, 44, 45, 58,
] as const;
const [openList, backslash, closeList, bar, openMap, closeMap] = [
  91, 92, 93, 124, 123, 125,
] as const;

/** Characters that no plain text begins with, or only some do. */
export const indicators: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  "!&*>%@`#,]}?|{[\"'".includes(String.fromCharCode(code)),
);

export type Draft = Record<string, Value>;

/** The lines of a document and the texts in them, as they are usual. */
export class UsualTexts {
  protected readonly text: string;
  /** The next character. */
  protected at = 0;
  /** The column of the first character of this line's content; -1 at the end. */
  protected indent = -1;
  protected lineStart = 0;
  isSurprising = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes to the first line from here on that is neither blank nor a comment. */
  protected nextLine(from: number): void {
    const { text } = this;
    let start = from;
    while (start < text.length) {
      let at = start;
      while (text.charCodeAt(at) === space) at++;
      const code = text.charCodeAt(at);
      if (code === newline) start = at + 1;
      else if (code === hash) start = text.indexOf("\n", at) + 1;
      else {
        this.lineStart = start;
        this.at = at;
        this.indent = at - start;
        return;
      }
    }
    this.at = text.length;
    this.indent = -1;
  }

  protected isDash(): boolean {
    if (this.text.charCodeAt(this.at) !== dash) return false;
    const next = this.text.charCodeAt(this.at + 1);
    return next === space || next === newline;
  }

  /** Passes spaces; whether nothing but a comment is left of the line. Then stands behind the line. */
  protected isLineDone(): boolean {
    const { text } = this;
    const start = this.at;
    let at = start;
    while (text.charCodeAt(at) === space) at++;
    this.at = at;
    const code = text.charCodeAt(at);
    if (code === newline) {
      this.at = at + 1;
      return true;
    }
    if (code !== hash || at === start) return false;
    this.at = text.indexOf("\n", at) + 1;
    return true;
  }

  /** A value on this line, in a map or list at that column. */
  protected inline(indent: number): Value {
    const { text } = this;
    const first = text.charCodeAt(this.at);
    let value: Value;
    if (first === bar) return this.literal(indent);
    if (first === quote || first === apostrophe) value = this.quoted(first);
    else if (first === openList || first === openMap) value = this.flow(0);
    else {
      value = this.plain(first);
      this.nextLine(this.at);
      return value;
    }
    if (!this.isLineDone()) throw unusual;
    this.nextLine(this.at);
    return value;
  }

  private plain(first: number): Value {
    const { text } = this;
    if (indicators[first] === true) throw unusual;
    const next = text.charCodeAt(this.at + 1);
    if ((first === dash || first === colon) && (next === space || next === newline)) throw unusual;
    const start = this.at;
    let end = text.indexOf("\n", start);
    this.at = end + 1;
    let line = text.slice(start, end);
    const comment = line.indexOf(" #");
    if (comment !== -1) line = line.slice(0, comment);
    end = line.length;
    while (line.charCodeAt(end - 1) === space) end--;
    if (end < line.length) line = line.slice(0, end);
    if (line.charCodeAt(end - 1) === colon || line.includes(": ")) throw unusual;
    return this.plainValue(line);
  }

  /** Passes a text in quotes on one line. */
  protected quoted(mark: number): string {
    const { text } = this;
    const start = this.at + 1;
    let end = start;
    let isEscaped = false;
    for (; ; end++) {
      const code = text.charCodeAt(end);
      if (code === newline) throw unusual;
      if (code === mark) {
        if (mark === quote || text.charCodeAt(end + 1) !== apostrophe) break;
        isEscaped = true;
        end++;
      } else if (code === backslash && mark === quote) {
        isEscaped = true;
        if (text.charCodeAt(++end) === newline) throw unusual;
      }
    }
    this.at = end + 1;
    const inner = text.slice(start, end);
    if (!isEscaped) return inner;
    return mark === quote ? unescaped(inner) : inner.replaceAll("''", "'");
  }

  /** A literal block, `|`, `|-` or `|+`. */
  private literal(parent: number): string {
    const { text } = this;
    const chomping = text[this.at + 1];
    this.at += chomping === "-" || chomping === "+" ? 2 : 1;
    if (!this.isLineDone()) throw unusual;
    const start = this.at;
    let at = start;
    while (text.charCodeAt(at) === space) at++;
    const indent = at - start;
    if (text.charCodeAt(at) === newline || indent <= parent) throw unusual;
    let value = "";
    let line = start;
    // One blank line after another, which count only between others or where they are kept.
    let blank = "";
    while (line < text.length) {
      at = line;
      while (at - line < indent && text.charCodeAt(at) === space) at++;
      const end = text.indexOf("\n", line);
      if (at - line < indent) {
        if (at !== end) break;
        blank += "\n";
      } else if (at === end) blank += "\n";
      else {
        value += `${blank}${text.slice(at, end + 1)}`;
        blank = "";
      }
      line = end + 1;
    }
    this.nextLine(line);
    if (this.indent > parent) throw unusual;
    if (chomping === "+") return value + blank;
    return chomping === "-" ? value.slice(0, -1) : value;
  }

  /** A collection in brackets on one line. */
  private flow(depth: number): Value {
    if (depth > deepest) throw unusual;
    const isList = this.text.charCodeAt(this.at) === openList;
    const close = isList ? closeList : closeMap;
    const list: Value[] = [];
    const map: Draft = {};
    this.at++;
    this.spaces();
    while (this.text.charCodeAt(this.at) !== close) {
      if (isList) list.push(this.flowValue(depth));
      else {
        const key = this.flowText();
        if (typeof key !== "string" || key === "<<" || map[key] !== undefined) throw unusual;
        if (this.text.charCodeAt(this.at) !== colon) throw unusual;
        this.at++;
        if (this.text.charCodeAt(this.at) !== space) throw unusual;
        this.spaces();
        map[key] = this.flowValue(depth);
      }
      this.spaces();
      if (this.text.charCodeAt(this.at) === comma) {
        this.at++;
        this.spaces();
      } else if (this.text.charCodeAt(this.at) !== close) throw unusual;
    }
    this.at++;
    return isList ? list : map;
  }

  private flowValue(depth: number): Value {
    const first = this.text.charCodeAt(this.at);
    if (first === openList || first === openMap) return this.flow(depth + 1);
    return this.flowText();
  }

  private flowText(): Value {
    const first = this.text.charCodeAt(this.at);
    if (first === quote || first === apostrophe) return this.quoted(first);
    flowPlain.lastIndex = this.at;
    const found = flowPlain.exec(this.text)?.[0];
    if (found === undefined) throw unusual;
    this.at += found.length;
    return this.plainValue(found);
  }

  private plainValue(text: string): Value {
    const value = resolvePlain(text);
    if (typeof value === "symbol") throw unusual;
    if (isSurprising(text, value)) this.isSurprising = true;
    return value;
  }

  private spaces(): void {
    while (this.text.charCodeAt(this.at) === space) this.at++;
  }
}

/** Texts in brackets that need no thought. */
const flowPlain = /(?:[\w./$+~]|-(?=\w))[\w./$%+~@=-]*(?=\s*[,\]}]|: )/y;

/** Escapes that JSON has too; others are left to the other reader. */
function unescaped(inner: string): string {
  if (!/^(?:[^\\]|\\[\\"bfnrt])*$/.test(inner)) throw unusual;
  return JSON.parse(`"${inner}"`);
}
