import { composeJson } from "../../../manifests/read/json.ts";
import { type Piece, split } from "../../../manifests/read/split.ts";
import { composeYaml } from "../../../manifests/read/yaml/compose.ts";
import { type Node, type ScalarNode, Stop } from "../../../manifests/read/yaml/node.ts";
import type { Where } from "../../../problem.ts";

/** A value or a key in one piece, and where it stands in the text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** As it is written, quotes and all. */
  readonly raw: string;
  readonly scalar: ScalarNode;
}

/** The text of a file that may be changed. */
export class SourceText {
  readonly text: string;
  private readonly starts: readonly number[];
  private pieces: readonly Piece[] | undefined;
  private readonly scalars = new Map<Piece, ReadonlyMap<number, ScalarNode>>();

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
      starts.push(at + 1);
    this.starts = starts;
  }

  /** Where a line begins, from 1; the end of the text behind the last. */
  lineStart(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** A line without its break, from 1. */
  line(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineStart(line + 1)).replace(/\r?\n$/, "");
  }

  get lines(): number {
    return this.starts.length;
  }

  /** The line of a place in the text, from 1. */
  lineAt(offset: number): number {
    return lastFrom(this.starts, offset, (start) => start) + 1;
  }

  /**
   * The key or value that begins in a place. None where nothing begins there, where it goes over
   * several lines, and in a document with aliases, where a change may reach further than it seems.
   */
  tokenAt({ line, column }: Where): Token | undefined {
    const start = this.lineStart(line) + column - 1;
    this.pieces ??= [...split(this.text)];
    const piece = this.pieces[lastFrom(this.pieces, start, (each) => each.start)];
    if (!piece || start >= piece.end) return undefined;
    const scalar = this.scalarsOf(piece).get(start - piece.start);
    if (!scalar || scalar.tag !== undefined) return undefined;
    const end = piece.start + scalar.end;
    const raw = this.text.slice(start, end);
    return raw === "" || raw.includes("\n") ? undefined : { start, end, raw, scalar };
  }

  private scalarsOf(piece: Piece): ReadonlyMap<number, ScalarNode> {
    const known = this.scalars.get(piece) ?? this.read(piece);
    this.scalars.set(piece, known);
    return known;
  }

  private read({ start, end, syntax, stop }: Piece): ReadonlyMap<number, ScalarNode> {
    const found = new Map<number, ScalarNode>();
    if (stop) return found;
    const text = this.text.slice(start, end);
    try {
      const whole = text.endsWith("\n") ? text : `${text}\n`;
      const { root } = syntax === "json" ? composeJson(text) : composeYaml(whole);
      return root && collect(root, found) ? found : new Map();
    } catch (error) {
      if (error instanceof Stop) return new Map();
      throw error;
    }
  }
}

/** The index of the last item whose place is not behind another one; -1 without any. */
function lastFrom<T>(items: readonly T[], place: number, placeOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(items[middle] as T) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @returns whether there are no aliases */
function collect(node: Node, found: Map<number, ScalarNode>): boolean {
  if (node.type === "alias") return false;
  if (node.type === "scalar") {
    if (node.start >= 0) found.set(node.start, node);
    return true;
  }
  return (node.type === "list" ? node.items : node.pairs).every((each) => collect(each, found));
}
