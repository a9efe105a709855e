import { DEEPEST, type Node, Stop } from "./yaml/node.ts";

/** Where a JSON value ends, or what is wrong with it. */
export type JsonEnd = { readonly end: number } | { readonly stop: Stop };

/** The nodes of one JSON value, with their places in the text, and where it ends. */
export function composeJson(text: string, start = 0): { root?: Node; end: JsonEnd } {
  const composer = new Composer(text, start);
  try {
    const root = composer.value(0);
    return { root, end: { end: composer.at } };
  } catch (error) {
    if (error instanceof Stop) return { end: { stop: error } };
    throw error;
  }
}

const token =
  /\s*(?:("[^"\\]*(?:\\.[^"\\]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)|(true|false)|(null)|([{}[\],:]))/y;

type Token = { text: string; start: number; type: "text" | "number" | "bool" | "null" | "mark" };

class Composer {
  readonly source: string;
  at: number;

  constructor(source: string, at: number) {
    this.source = source;
    this.at = at;
  }

  value(depth: number): Node {
    const { text, start, type } = this.next();
    if (depth > DEEPEST) throw new Stop(start, "too-deep", "this is nested too deeply");
    const { at: end } = this;
    switch (type) {
      case "text":
        return { type: "scalar", text: textOf(text, start), plain: false, start, end };
      case "number":
        if (!Number.isFinite(Number(text)))
          throw new Stop(start, "unsupported", `${text} is too large for a number`);
        return { type: "scalar", text, plain: true, start, end };
      case "bool":
      case "null":
        return { type: "scalar", text, plain: true, start, end };
    }
    if (text === "[") return { type: "list", start, items: this.items(depth) };
    if (text === "{") return { type: "map", start, pairs: this.pairs(depth) };
    throw unexpected(text, start, "a value");
  }

  private items(depth: number): Node[] {
    const items: Node[] = [];
    if (this.passes("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.goesOn("]"));
    return items;
  }

  private pairs(depth: number): Node[] {
    const pairs: Node[] = [];
    if (this.passes("}")) return pairs;
    do {
      const { text, start, type } = this.next();
      if (type !== "text") throw unexpected(text, start, "a key in double quotes");
      const key = textOf(text, start);
      pairs.push({ type: "scalar", text: key, plain: false, start, end: this.at });
      const sign = this.next();
      if (sign.text !== ":") throw unexpected(sign.text, sign.start, "a colon");
      pairs.push(this.value(depth + 1));
    } while (this.goesOn("}"));
    return pairs;
  }

  private passes(mark: string): boolean {
    const before = this.at;
    if (this.next().text === mark) return true;
    this.at = before;
    return false;
  }

  private goesOn(close: string): boolean {
    const { text, start, type } = this.next();
    if (type === "mark" && text === close) return false;
    if (text !== ",") throw unexpected(text, start, `a comma or "${close}"`);
    const before = this.at;
    const next = this.next();
    if (next.text === close && next.type === "mark")
      throw new Stop(start, "syntax", `there is a comma before "${close}"`, {
        instead: `no comma behind the last of them`,
      });
    this.at = before;
    return true;
  }

  private next(): Token {
    token.lastIndex = this.at;
    const match = token.exec(this.source);
    if (match === null) throw this.broken();
    this.at = token.lastIndex;
    const [, text, number, bool, nothing, mark] = match;
    const found = text ?? number ?? bool ?? nothing ?? mark ?? "";
    const type = text !== undefined ? "text" : number !== undefined ? "number" : undefined;
    return {
      text: found,
      start: this.at - found.length,
      type: type ?? (bool ? "bool" : nothing ? "null" : "mark"),
    };
  }

  private broken(): Stop {
    const start = this.at + /^\s*/.exec(this.source.slice(this.at, this.at + 4096))![0].length;
    const rest = this.source.slice(start, start + 20);
    if (rest === "") return new Stop(start, "syntax", "this ends before its last bracket");
    if (rest.startsWith('"')) return new Stop(start, "syntax", "this text in quotes does not end");
    if (rest.startsWith("//") || rest.startsWith("/*") || rest.startsWith("#"))
      return new Stop(start, "syntax", "JSON has no comments", { instead: "YAML, which has" });
    if (rest.startsWith("'"))
      return new Stop(start, "syntax", "JSON knows no single quotes", { instead: "double quotes" });
    return unexpected(rest.split(/[\s,:\]}]/)[0]!, start, "JSON");
  }
}

/** A text in its quotes, as it is meant. */
function textOf(quoted: string, start: number): string {
  try {
    return JSON.parse(quoted);
  } catch {
    throw new Stop(start, "syntax", "this text in quotes is not JSON", {
      why: "it goes over several lines, or has a backslash that means nothing",
    });
  }
}

function unexpected(found: string, start: number, wanted: string): Stop {
  return new Stop(start, "syntax", `"${found}" stands where ${wanted} is expected`);
}

/**
 * Whether the engine's own parser may have passed over something in a JSON text: a key that stands
 * twice (then it has more colons than the value has keys), a number that is too large, or a depth that
 * nobody means.
 */
export function isUnusual(text: string, value: unknown): boolean {
  return /[eE]\+?\d{3}/.test(text) || colons(text) !== keysOf(value, 0);
}

/** Colons outside of texts. */
function colons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 58) count++;
    else if (code === 34) while (text.charCodeAt(++at) !== 34) if (text.charCodeAt(at) === 92) at++;
  }
  return count;
}

/** NaN, which equals nothing, for what is nested too deeply. */
function keysOf(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > DEEPEST) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += keysOf(item, depth + 1);
    return count;
  }
  const keys = Object.keys(value);
  count = keys.length;
  for (const key of keys) count += keysOf((value as Record<string, unknown>)[key], depth + 1);
  return count;
}
