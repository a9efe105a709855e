import type { Value } from "../source.ts";
import { resolvePlain } from "./scalar.ts";
import { isSurprising } from "./surprise.ts";

/** A document's value, and whether a scalar in it means something else than it seems to. */
export interface Reading {
  readonly value: Value;
  readonly isSurprising: boolean;
}

/** What is usual in a manifest: no tabs, no control characters. */
const unusualCharacter = /[^\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/**
 * The value of a document that is written as manifests usually are: maps and lists in blocks, texts on
 * one line, literal blocks, short collections in brackets. Everything else (anchors, tags, folded
 * texts, whatever is wrong) gives nothing and is read the long way, which costs several times as much.
 *
 * @param text With a line break at its end.
 */
export function readUsual(text: string): Reading | undefined {
  if (unusualCharacter.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    return { value: reader.document(), isSurprising: reader.isSurprising };
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

const unusual = new Error("unusual");

/** Deeper is rare enough for the long way, which says so. */
const deepest = 100;

const [newline, space, quote, hash, apostrophe, comma, dash, colon] = [
  10, 32, 34, 35, 39, 44, 45, 58,
] as const;
const [openList, backslash, closeList, bar, openMap, closeMap] = [
  91, 92, 93, 124, 123, 125,
] as const;

/** Characters that no plain text begins with, or only some do. */
const indicators: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  "!&*>%@`#,]}?|{[\"'".includes(String.fromCharCode(code)),
);

type Draft = Record<string, Value>;

class Reader {
  private readonly text: string;
  /** The next character. */
  private at = 0;
  /** The column of the first character of this line's content; -1 at the end. */
  private indent = -1;
  private lineStart = 0;
  private depth = 0;
  isSurprising = false;

  constructor(text: string) {
    this.text = text;
  }

  document(): Value {
    this.nextLine(0);
    if (this.indent === -1) return null;
    if (this.indent > 0) throw unusual;
    const value = this.block();
    if (this.indent !== -1) throw unusual;
    return value;
  }

  /** Goes to the first line from here on that is neither blank nor a comment. */
  private nextLine(from: number): void {
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

  /** A map or a list that begins here. */
  private block(): Value {
    if (++this.depth > deepest) throw unusual;
    const value = this.isDash() ? this.list(this.indent) : this.map(this.indent);
    this.depth--;
    return value;
  }

  private isDash(): boolean {
    if (this.text.charCodeAt(this.at) !== dash) return false;
    const next = this.text.charCodeAt(this.at + 1);
    return next === space || next === newline;
  }

  private map(indent: number): Value {
    const map: Draft = {};
    do {
      const key = this.key();
      // Also what an object has of its own accord, such as `constructor`.
      if (map[key] !== undefined) throw unusual;
      map[key] = this.mapValue(indent);
      if (this.indent > indent) throw unusual;
    } while (this.indent === indent && !this.isDash());
    // A list in a list: its parent knows what to make of the dash.
    return map;
  }

  /** What stands before a colon. */
  private key(): string {
    const { text } = this;
    const start = this.at;
    const first = text.charCodeAt(start);
    let key: string;
    if (first === quote || first === apostrophe) {
      key = this.quoted(first);
      if (this.at - start > 1000) throw unusual;
    } else {
      let at = start;
      for (let code = first; ; code = text.charCodeAt(++at)) {
        if (code === newline) throw unusual;
        if (code === colon) {
          const next = text.charCodeAt(at + 1);
          if (next === space || next === newline) break;
        } else if (code === hash && text.charCodeAt(at - 1) === space) throw unusual;
      }
      if (indicators[first] === true || at === start) throw unusual;
      if (first === dash && text.charCodeAt(start + 1) === space) throw unusual;
      if (text.charCodeAt(at - 1) === space || at - start > 1000) throw unusual;
      key = text.slice(start, at);
      if (key === "<<" || typeof resolvePlain(key) !== "string") throw unusual;
      this.at = at;
    }
    if (text.charCodeAt(this.at) !== colon) throw unusual;
    const next = text.charCodeAt(++this.at);
    if (next !== space && next !== newline) throw unusual;
    return key;
  }

  private mapValue(indent: number): Value {
    if (!this.isLineDone()) return this.inline(indent);
    this.nextLine(this.at);
    if (this.indent > indent) return this.block();
    return this.indent === indent && this.isDash() ? this.nested(indent) : null;
  }

  private nested(indent: number): Value {
    if (++this.depth > deepest) throw unusual;
    const value = this.list(indent);
    this.depth--;
    return value;
  }

  private list(indent: number): Value[] {
    const list: Value[] = [];
    do {
      this.at++;
      list.push(this.item(indent));
      if (this.indent > indent) throw unusual;
    } while (this.indent === indent && this.isDash());
    return list;
  }

  private item(indent: number): Value {
    if (this.isLineDone()) {
      this.nextLine(this.at);
      return this.indent > indent ? this.block() : null;
    }
    if (this.isDash() || this.isKey()) {
      this.indent = this.at - this.lineStart;
      return this.block();
    }
    return this.inline(indent);
  }

  /** Passes spaces; whether nothing but a comment is left of the line. Then stands behind the line. */
  private isLineDone(): boolean {
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

  /** Whether the text here is a plain key. */
  private isKey(): boolean {
    const { text } = this;
    const first = text.charCodeAt(this.at);
    if (first === quote || first === apostrophe) {
      // A closing quote before a colon; texts with quotes inside are left to the other reader.
      const close = text.indexOf(first === quote ? '"' : "'", this.at + 1);
      return text.charCodeAt(close + 1) === colon;
    }
    if (indicators[first] === true) return false;
    for (let at = this.at; ; at++) {
      const code = text.charCodeAt(at);
      if (code === newline) return false;
      if (code === hash && text.charCodeAt(at - 1) === space) return false;
      if (code !== colon) continue;
      const next = text.charCodeAt(at + 1);
      if (next === space || next === newline) return true;
    }
  }

  /** A value on this line, in a map or list at that column. */
  private inline(indent: number): Value {
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
  private quoted(mark: number): string {
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
