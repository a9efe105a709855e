import { Cursor } from "./cursor.ts";
import { Stop } from "./node.ts";

/** What a document's text is made of. */
export type TokenType =
  | "end"
  | "list"
  | "map"
  | "block-end"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | "-"
  | "key"
  | ":"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  /** A scalar's text, an anchor's name, a tag as it is written. */
  readonly text: string;
  readonly plain: boolean;
}

/** A scalar or collection that a colon may turn into a key. */
interface PossibleKey {
  possible: boolean;
  required: boolean;
  token: number;
  at: number;
  line: number;
  column: number;
}

/** No key is longer, unless "?" stands before it. */
const longestKey = 1024;

/**
 * Tokens that wait to be read: whether a scalar or collection is a key shows only when its colon is
 * found, and then a token is put before it.
 *
 * @see go.yaml.in/yaml/v2 scannerc.go
 */
export abstract class TokenQueue {
  protected readonly cursor: Cursor;
  protected tokens: Token[] = [];
  protected head = 0;
  protected taken = 0;
  /** The column of the block that is open; -1 outside of any. */
  protected indent = -1;
  private readonly indents: number[] = [];
  /** How many brackets are open. */
  protected flow = 0;
  protected mayBeKey = true;
  /** One for each open bracket, and one outside of them. */
  protected readonly keys: PossibleKey[] = [noKey()];
  protected readonly keyOfToken = new Map<number, PossibleKey>();
  protected isDone = false;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  /** Scans at least one token more. */
  protected abstract fetch(): void;

  peek(): Token {
    while (this.needsMore()) this.fetch();
    return this.tokens[this.head]!;
  }

  next(): Token {
    const token = this.peek();
    this.head++;
    this.taken++;
    if (this.head > 1000) {
      this.tokens = this.tokens.slice(this.head);
      this.head = 0;
    }
    return token;
  }

  protected needsMore(): boolean {
    if (this.head === this.tokens.length) return true;
    if (this.isDone) return false;
    const key = this.keyOfToken.get(this.taken);
    return key !== undefined && this.isValid(key);
  }

  protected add(type: TokenType, start: number, end: number, text = "", plain = false): void {
    this.tokens.push({ type, start, end, text, plain });
  }

  protected insert(number: number, type: TokenType, at: number): void {
    const token: Token = { type, start: at, end: at, text: "", plain: false };
    if (number < this.taken) this.tokens.push(token);
    else this.tokens.splice(this.head + number - this.taken, 0, token);
  }

  protected isValid(key: PossibleKey): boolean {
    if (!key.possible) return false;
    const { cursor } = this;
    if (key.line >= cursor.line && key.at + longestKey >= cursor.at) return true;
    this.dropIfFree(key);
    return false;
  }

  protected saveKey(): void {
    if (!this.mayBeKey) return;
    const { cursor } = this;
    this.dropKey();
    const key: PossibleKey = {
      possible: true,
      required: this.flow === 0 && this.indent === cursor.column,
      token: this.taken + this.tokens.length - this.head,
      at: cursor.at,
      line: cursor.line,
      column: cursor.column,
    };
    this.keys[this.keys.length - 1] = key;
    this.keyOfToken.set(key.token, key);
  }

  protected dropKey(): void {
    const key = this.keys.at(-1)!;
    if (key.possible) this.dropIfFree(key);
  }

  protected dropIfFree(key: PossibleKey): void {
    if (key.required)
      throw new Stop(key.at, "syntax", "there is no colon behind this key", {
        why: "every line of a map is a key, a colon and a blank",
        instead: `${keyAt(this.cursor.text, key.at)}: …`,
      });
    this.forget(key);
  }

  protected forget(key: PossibleKey): void {
    key.possible = false;
    this.keyOfToken.delete(key.token);
  }

  protected roll(
    column: number,
    number: number | undefined,
    type: "list" | "map",
    at: number,
  ): void {
    if (this.flow > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.insert(number ?? this.taken + this.tokens.length - this.head, type, at);
  }

  protected unroll(column: number): void {
    if (this.flow > 0) return;
    while (this.indent > column) {
      this.add("block-end", this.cursor.at, this.cursor.at);
      this.indent = this.indents.pop()!;
    }
  }
}

export function noKey(): PossibleKey {
  return { possible: false, required: false, token: 0, at: 0, line: 0, column: 0 };
}

function keyAt(text: string, at: number): string {
  return /^[^\s:]{1,40}/.exec(text.slice(at, at + 40))?.[0] ?? "key";
}
