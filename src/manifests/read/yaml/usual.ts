import type { Value } from "../source.ts";
import { resolvePlain } from "./scalar.ts";
import { isSurprising } from "./surprise.ts";
import {
  apostrophe,
  colon,
  type Draft,
  dash,
  deepest,
  hash,
  indicators,
  newline,
  quote,
  space,
  UsualTexts,
  unusual,
} from "./usual-texts.ts";

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
  const reader = new UsualReader(text);
  try {
    return { value: reader.document(), isSurprising: reader.isSurprising };
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

/** Reads what {@link readUsual} reads. */
export class UsualReader extends UsualTexts {
  private depth = 0;

  document(): Value {
    this.nextLine(0);
    if (this.indent === -1) return null;
    if (this.indent > 0) throw unusual;
    const value = this.block();
    if (this.indent !== -1) throw unusual;
    return value;
  }

  /** A map or a list that begins here. */
  private block(): Value {
    if (++this.depth > deepest) throw unusual;
    const value = this.isDash() ? this.list(this.indent) : this.map(this.indent);
    this.depth--;
    return value;
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
  protected key(): string {
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
      if (isSurprising(key, key)) this.isSurprising = true;
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

  /** Whether the text here is a plain key. */
  protected isKey(): boolean {
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
}
