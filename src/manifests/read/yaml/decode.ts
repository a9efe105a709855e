import type { Value } from "../source.ts";
import { DEEPEST, type MapNode, type Node, type ScalarNode, Stop, setKey } from "./node.ts";
import { keyText, NOT_JSON, type Resolved, resolvePlain } from "./scalar.ts";
import { isSurprising } from "./surprise.ts";
import type { Reading } from "./usual.ts";

/** A key that stands twice in one map. */
export interface Duplicate {
  readonly key: string;
  readonly first: Node;
  readonly second: Node;
}

type Draft = Record<string, Value>;

/**
 * The value of a document as kubectl reads it, and the keys that stand twice.
 *
 * @throws Stop for aliases that contain themselves or are far too many, and for what JSON cannot hold.
 * @see go.yaml.in/yaml/v2 decode.go
 */
export function decode(root: Node): Reading & { readonly duplicates: readonly Duplicate[] } {
  const decoder = new Decoder();
  const value = decoder.value(root, 0);
  return { value, isSurprising: decoder.isSurprising, duplicates: decoder.duplicates };
}

class Decoder {
  isSurprising = false;
  readonly duplicates: Duplicate[] = [];
  private readonly open = new Set<Node>();
  private decoded = 0;
  private aliased = 0;
  private aliases = 0;

  value(node: Node, depth: number): Value {
    this.count(node);
    if (depth > DEEPEST) throw tooDeep(node);
    switch (node.type) {
      case "scalar":
        return this.scalar(node);
      case "list":
        return node.items.map((item) => this.value(item, depth + 1));
      case "map": {
        const map: Draft = {};
        this.fill(map, node, depth);
        return map;
      }
      case "alias":
        return this.through(node, (target) => this.value(target, depth));
    }
  }

  private scalar(node: ScalarNode): Value {
    const value = scalarOf(node);
    if (value === NOT_JSON)
      throw new Stop(node.start, "unsupported", `${node.text} is a number that JSON cannot hold`, {
        why: "the API knows no infinite numbers",
        instead: `"${node.text}" if it is a text`,
      });
    this.note(node, value);
    return value;
  }

  private note({ plain, tag, text }: ScalarNode, value: Resolved): void {
    if (plain && tag === undefined && isSurprising(text, value)) this.isSurprising = true;
  }

  /** What an alias stands for, which must not contain the alias itself. */
  private through<T>(node: Node & { type: "alias" }, read: (target: Node) => T): T {
    if (this.open.has(node))
      throw new Stop(node.start, "alias", `"&${node.name}" contains itself`, {
        why: "an alias stands for a whole value, which would never end",
      });
    this.open.add(node);
    this.aliases++;
    const value = read(node.target);
    this.aliases--;
    this.open.delete(node);
    return value;
  }

  /** Merge keys set what they bring where they stand: what comes later in the map wins. */
  private fill(map: Draft, { pairs }: MapNode, depth: number): void {
    const first = new Map<string, Node>();
    for (let at = 0; at < pairs.length; at += 2) {
      const key = pairs[at]!;
      const value = pairs[at + 1]!;
      if (isMerge(key)) {
        this.merge(map, value, depth);
        continue;
      }
      const name = this.key(key);
      const read = this.value(value, depth + 1);
      const before = first.get(name);
      if (before === undefined) first.set(name, key);
      else if (this.aliases === 0) this.duplicates.push({ key: name, first: before, second: key });
      setKey(map, name, read);
    }
  }

  private key(node: Node): string {
    this.count(node);
    if (node.type === "alias") return this.through(node, (target) => this.key(target));
    if (node.type !== "scalar")
      throw new Stop(node.start, "unsupported", `a key must be a text, not a ${node.type}`, {
        instead: 'quote it if it is a text: "{…}"',
      });
    const value = scalarOf(node);
    this.note(node, value);
    const name = keyText(value, node.text);
    if (name === NOT_JSON)
      throw new Stop(node.start, "unsupported", "a key must be a text, and this one is null", {
        instead: node.text === "" ? "a name before the colon" : `"${node.text}"`,
      });
    return name;
  }

  private merge(map: Draft, node: Node, depth: number): void {
    if (depth > DEEPEST) throw tooDeep(node);
    const sources = node.type === "list" ? [...node.items].reverse() : [node];
    for (const source of sources) {
      const target = source.type === "alias" ? source.target : source;
      if (target.type !== "map")
        throw new Stop(source.start, "syntax", '"<<" takes a map or a list of maps');
      this.count(source);
      if (source.type === "alias") this.count(target);
      if (source.type === "alias") this.through(source, () => this.fill(map, target, depth + 1));
      else this.fill(map, target, depth + 1);
    }
  }

  /** The same bound as Go's library has: few objects may come of many aliases. */
  private count(node: Node): void {
    this.decoded++;
    if (this.aliases > 0) this.aliased++;
    const ratio = this.aliased / this.decoded;
    if (this.aliased > 100 && this.decoded > 1000 && ratio > allowedRatio(this.decoded))
      throw new Stop(Math.max(node.start, 0), "alias", "aliases make this document far too large", {
        why: "kubectl refuses it: it may be meant to exhaust the memory of who reads it",
      });
  }
}

function tooDeep(node: Node): Stop {
  return new Stop(Math.max(node.start, 0), "too-deep", "this is nested too deeply");
}

function allowedRatio(decoded: number): number {
  const low = 400_000;
  const high = 4_000_000;
  if (decoded <= low) return 0.99;
  if (decoded >= high) return 0.1;
  return 0.99 - (0.89 * (decoded - low)) / (high - low);
}

const yaml = "tag:yaml.org,2002:";

export function isMerge(node: Node): boolean {
  if (node.type !== "scalar" || node.text !== "<<") return false;
  return node.tag === `${yaml}merge` || (node.plain && node.tag === undefined);
}

/** What a scalar means, its tag considered. */
export function scalarOf({ tag, text, plain, start }: ScalarNode): Resolved {
  if (tag === undefined) return plain ? resolvePlain(text) : text;
  const kind = tag.startsWith(yaml) ? tag.slice(yaml.length) : undefined;
  switch (kind) {
    case "binary":
      return fromBase64(text, start);
    case "null":
    case "bool":
    case "int":
    case "float":
      return tagged(kind, text, start);
    case "timestamp":
      if (!/^\d{4}-\d/.test(text)) throw mismatch(text, kind, start);
      return text;
  }
  return text;
}

function tagged(kind: string, text: string, start: number): Resolved {
  if (kind === "null" && /^(?:|~|null)$/.test(text)) return null;
  const value = resolvePlain(text);
  const found =
    value === null
      ? "null"
      : value === NOT_JSON
        ? "float"
        : typeof value === "boolean"
          ? "bool"
          : typeof value === "number"
            ? numberKind(text)
            : "str";
  if (found === kind || (found === "int" && kind === "float")) return value;
  throw mismatch(text, kind, start);
}

function numberKind(text: string): "int" | "float" {
  return /^[-+]?0[xXbBoO]/.test(text) || !/[.eE]/.test(text) ? "int" : "float";
}

function mismatch(text: string, kind: string, start: number): Stop {
  return new Stop(start, "unsupported", `"${text}" is not what its tag says: !!${kind}`);
}

function fromBase64(text: string, start: number): string {
  const plain = text.replace(/[\r\n]/g, "");
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(plain))
    throw new Stop(start, "unsupported", "this is not the base64 that its tag !!binary asks for");
  return Buffer.from(plain, "base64").toString("utf8");
}
