import type { Kustomization } from "../../../manifests/read/index.ts";
import type { EditInFile } from "../../living/fix/edit.ts";

/** The lines of a field of a kustomization that is written as people write it: a block, from the margin. */
export class Block {
  readonly kustomization: Kustomization;
  /** All of the document. */
  private readonly all: readonly string[];
  /** From 0. */
  private readonly first: number;
  readonly lines: readonly string[];
  /** What stands behind the colon. */
  readonly tail: string;

  private constructor(
    kustomization: Kustomization,
    all: readonly string[],
    field: string,
    first: number,
    end: number,
  ) {
    this.kustomization = kustomization;
    this.all = all;
    this.first = first;
    this.lines = all.slice(first, end);
    this.tail = (all[first] ?? "").slice(field.length + 1);
  }

  /** None where it is written otherwise, and in a document with anchors, which tie places together. */
  static of(kustomization: Kustomization, field: string): Block | undefined {
    const { text } = kustomization.document;
    if (/[\r\t]|(?:^|[\s[{,])[&*!]\w/.test(text)) return undefined;
    const all = text.split("\n");
    const first = all.findIndex((line) => new RegExp(`^${field}:(?: |$)`).test(line));
    if (first === -1) return undefined;
    let end = first + 1;
    while (end < all.length && /^(?:\s|#|-(?: |$)|$)/.test(all[end] ?? "")) end++;
    while (/^(?:#.*)?$/.test((all[end - 1] ?? "").trimEnd())) end--;
    return new Block(kustomization, all, field, first, end);
  }

  /** Whether nothing but a comment stands behind the colon. */
  get isPlain(): boolean {
    return /^\s*(?:#.*)?$/.test(this.tail);
  }

  /** The items of a list in lines of their own; undefined where it is written in brackets. */
  items(): readonly string[] | undefined {
    const items = this.lines.slice(1);
    const [first] = items.filter((line) => line.trim() !== "" && !isComment(line));
    return this.isPlain && first?.trimStart().startsWith("-") ? items : undefined;
  }

  /** How deep its items stand, or those of most lists of the document where it has none. */
  get depth(): number {
    const item = this.items()?.find((line) => /^ *-/.test(line));
    return item === undefined ? this.depthOfLists : item.search(/\S/);
  }

  get depthOfLists(): number {
    const at = this.all.findIndex((line) => /^\w+:\s*(?:#.*)?$/.test(line));
    const item = this.all.slice(at + 1).find((line) => /^ *- /.test(line));
    return item === undefined ? 2 : Math.min(item.search(/\S/), 2);
  }

  /** Puts other lines in the place of some of its own, by their numbers from 0. */
  replaced(from: number, end: number, lines: readonly string[]): EditInFile {
    const { file, document } = this.kustomization;
    const line = document.line + this.first + from;
    const isLast = this.first + end >= this.all.length;
    const text = (all: readonly string[]) =>
      isLast ? all.join("\n") : all.map((each) => `${each}\n`).join("");
    const where = { file, line, column: 1 };
    return { sort: "text", where, from: text(this.lines.slice(from, end)), to: text(lines) };
  }
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}

/** The same field under another name. */
export function renamed(it: Kustomization, from: string, to: string): readonly EditInFile[] {
  const block = Block.of(it, from);
  return block ? [block.replaced(0, 1, [`${to}:${block.tail}`])] : [];
}

/** Other lines in the place of a field. */
export function withLines(block: Block, lines: readonly string[]): readonly EditInFile[] {
  return [block.replaced(0, block.lines.length, lines)];
}

/** Takes a field away, and puts items behind those of another; none where a comment would be lost. */
export function appended(
  source: Block,
  target: Block,
  items: readonly string[] | undefined,
): readonly EditInFile[] {
  const end = target.lines.length;
  return joined(source, target, items, (more) =>
    target.replaced(end - 1, end, [...target.lines.slice(end - 1), ...more]),
  );
}

/** The same, before those of the other. */
export function prepended(
  source: Block,
  target: Block,
  items: readonly string[] | undefined,
): readonly EditInFile[] {
  return joined(source, target, items, (more) =>
    target.replaced(0, 1, [...target.lines.slice(0, 1), ...more]),
  );
}

function joined(
  source: Block,
  target: Block,
  items: readonly string[] | undefined,
  put: (items: readonly string[]) => EditInFile,
): readonly EditInFile[] {
  const more = items && moved(items, target.depth);
  if (!more || !target.items() || source.tail.includes("#")) return [];
  return [put(more), source.replaced(0, source.lines.length, [])];
}

/** Lines that stand as deep as is wanted, those below others as much deeper as they were. */
export function moved(lines: readonly string[], depth: number): readonly string[] | undefined {
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const own = Math.min(...depths);
  return depths.length === 0
    ? undefined
    : lines.map((line) => (line.trim() === "" ? line : " ".repeat(depth) + line.slice(own)));
}
