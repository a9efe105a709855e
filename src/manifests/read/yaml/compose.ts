import { DEEPEST, type ListNode, type MapNode, type Node, Stop } from "./node.ts";
import { Scanner } from "./scanner.ts";
import type { Token, TokenType } from "./token-queue.ts";

/** Characters that no YAML text holds. */
const forbidden = /[^\t\n\r -~\x85\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** What a document is made of. */
export interface Composed {
  /** Nothing where it is empty. */
  readonly root: Node | undefined;
  /** Where something stands behind the root that is never read. */
  readonly rest?: number;
}

/**
 * The nodes of one YAML document.
 *
 * @throws Stop with the first thing that is wrong.
 * @see go.yaml.in/yaml/v2 parserc.go
 */
export function composeYaml(text: string): Composed {
  const found = text.search(forbidden);
  if (found >= 0) {
    const code = text.codePointAt(found)!.toString(16).toUpperCase().padStart(4, "0");
    throw new Stop(found, "syntax", `there is a control character here, U+${code}`, {
      instead: `"\\u${code}" in double quotes`,
    });
  }
  return new Composer(text).document();
}

class Composer {
  private readonly scanner: Scanner;
  private readonly anchors = new Map<string, Node>();
  private depth = 0;

  constructor(text: string) {
    this.scanner = new Scanner(text);
  }

  /** What stands behind the first node is another document to the scanner, which nobody reads. */
  document(): Composed {
    if (this.is("end")) return { root: undefined };
    const root = this.node(true, false);
    const { type, start } = this.scanner.peek();
    return type === "end" ? { root } : { root, rest: start };
  }

  private is(...types: readonly TokenType[]): boolean {
    return types.includes(this.scanner.peek().type);
  }

  private passes(type: TokenType): Token | undefined {
    return this.is(type) ? this.scanner.next() : undefined;
  }

  private node(isBlock: boolean, mayBeIndentless: boolean): Node {
    if (++this.depth > DEEPEST)
      throw new Stop(this.scanner.peek().start, "too-deep", "this is nested too deeply");
    const node = this.named(isBlock, mayBeIndentless);
    this.depth--;
    return node;
  }

  private named(isBlock: boolean, mayBeIndentless: boolean): Node {
    const alias = this.passes("alias");
    if (alias !== undefined) return this.alias(alias);
    let anchor = this.passes("anchor");
    const tag = this.passes("tag");
    anchor ??= this.passes("anchor");
    const before = anchor ?? tag;
    const given = tag === undefined ? {} : { tag: fullTag(tag) };
    const { type, start, end, text, plain } = this.scanner.peek();
    const name = (node: Node) => {
      if (anchor !== undefined) this.anchors.set(anchor.text, node);
      return node;
    };
    if (type === "scalar") {
      this.scanner.next();
      return name({ type: "scalar", text, plain, start, end, ...given });
    }
    const isIndentless = mayBeIndentless && type === "-";
    if (isIndentless || type === "[" || (isBlock && type === "list")) {
      const list: ListNode = { type: "list", start, items: [], ...given };
      name(list);
      if (isIndentless) this.indentless(list);
      else if (type === "[") this.flowList(list);
      else this.blockList(list);
      return list;
    }
    if (type === "{" || (isBlock && type === "map")) {
      const map: MapNode = { type: "map", start, pairs: [], ...given };
      name(map);
      if (type === "{") this.flowMap(map);
      else this.blockMap(map);
      return map;
    }
    if (before !== undefined) {
      const { end: at } = tag !== undefined && tag.end > before.end ? tag : before;
      return name({ type: "scalar", text: "", plain: true, start: -1, end: at, ...given });
    }
    throw this.noNode();
  }

  private noNode(): Stop {
    const { type, start } = this.scanner.peek();
    if (type === "end")
      return new Stop(start, "syntax", "the document ends where a value should be");
    const shown = type === "key" ? "?" : type === "block-end" ? "this" : `"${type}"`;
    return new Stop(start, "syntax", `${shown} stands where a value is expected`, {
      ...(type === "," && { instead: "no comma, or a value before it" }),
    });
  }

  private alias({ text, start }: Token): Node {
    const target = this.anchors.get(text);
    if (target !== undefined) return { type: "alias", name: text, target, start };
    throw new Stop(start, "alias", `there is no anchor "&${text}" before "*${text}"`, {
      instead: `"*${text}" in quotes if it is a text`,
    });
  }

  private blockList(list: ListNode): void {
    this.scanner.next();
    while (this.passes("-"))
      list.items.push(this.is("-", "block-end") ? nothing : this.node(true, false));
    if (this.passes("block-end")) return;
    throw new Stop(this.scanner.peek().start, "syntax", "this stands among the items of a list", {
      why: "every item begins with a dash, and all dashes stand in one column",
      instead: '"- " before it, or another indentation',
    });
  }

  private indentless(list: ListNode): void {
    while (this.passes("-"))
      list.items.push(this.is("-", "key", ":", "block-end") ? nothing : this.node(true, false));
  }

  private blockMap(map: MapNode): void {
    this.scanner.next();
    for (;;) {
      if (this.passes("key")) map.pairs.push(this.blockPart());
      else if (this.is(":")) throw this.noKey();
      else break;
      map.pairs.push(this.passes(":") ? this.blockPart() : nothing);
    }
    if (!this.passes("block-end")) throw this.noKey();
  }

  private blockPart(): Node {
    return this.is("key", ":", "block-end") ? nothing : this.node(true, true);
  }

  private noKey(): Stop {
    const { start, type } = this.scanner.peek();
    if (type === ":") return new Stop(start, "syntax", "there is no key before this colon");
    const isText = type === "scalar" || type === "[" || type === "{";
    return new Stop(start, "syntax", "this stands where a key is expected", {
      why: isText
        ? "a value ends with its closing quote or bracket, or its line is indented unlike the keys"
        : "its line is indented unlike the keys beside it",
      instead: "the indentation of the keys beside it",
    });
  }

  private flowList(list: ListNode): void {
    const { start } = this.scanner.next();
    for (let isFirst = true; !this.is("]"); isFirst = false) {
      if (!isFirst) this.comma("]", start);
      if (this.is("key")) list.items.push(this.pair());
      else if (!this.is("]")) list.items.push(this.node(false, false));
    }
    this.scanner.next();
  }

  /** A map of one key in a list: `[a: b]`. */
  private pair(): Node {
    const { start } = this.scanner.next();
    const map: MapNode = { type: "map", start, pairs: [] };
    if (!this.is(":", ",", "]")) {
      map.pairs.push(this.node(false, false));
      map.pairs.push(this.flowValue("]"));
    } else {
      // As Go's library has it: whatever stands there is passed over.
      this.scanner.next();
      map.pairs.push(nothing, this.flowValue("]"));
    }
    return map;
  }

  private flowValue(close: "]" | "}"): Node {
    if (!this.passes(":") || this.is(",", close)) return nothing;
    return this.node(false, false);
  }

  private flowMap(map: MapNode): void {
    const { start } = this.scanner.next();
    for (let isFirst = true; !this.is("}"); isFirst = false) {
      if (!isFirst) this.comma("}", start);
      if (this.passes("key")) {
        map.pairs.push(this.is(":", ",", "}") ? nothing : this.node(false, false));
        map.pairs.push(this.flowValue("}"));
      } else if (!this.is("}")) map.pairs.push(this.node(false, false), nothing);
    }
    this.scanner.next();
  }

  private comma(close: "]" | "}", open: number): void {
    if (this.passes(",")) return;
    const { start, type } = this.scanner.peek();
    const what = close === "]" ? "list" : "map";
    if (type === "end")
      throw new Stop(open, "syntax", `this ${what} is not closed: there is no "${close}"`);
    throw new Stop(start, "syntax", `a comma or "${close}" is expected here`, {
      why: `the ${what} in brackets that was opened before is not closed yet`,
    });
  }
}

/** A value that is left out: null. */
const nothing: Node = { type: "scalar", text: "", plain: true, start: -1, end: -1 };

const standard = "tag:yaml.org,2002:";

function fullTag({ text, start }: Token): string {
  if (text.startsWith("!<")) return text.slice(2, -1);
  if (text === "!") return "!";
  const [, handle, suffix] = /^(!(?:[\w-]*!)?)(.*)$/s.exec(text)!;
  if (handle === "!") return text;
  if (handle === "!!" && suffix !== "") return standard + suffix;
  throw new Stop(start, "syntax", `"${handle}" begins a tag that nothing declares`, {
    instead: "quotes around it if it is a text",
  });
}
