import type { Lines } from "./coverage.ts";

/** Finds ranges of lines around a line; ranges may lie in each other. */
export class LineIndex<T extends { readonly lines: Lines }> {
  readonly all: readonly T[];
  /** Of each range, the last line of it and of all before it. */
  private readonly reach: readonly number[];

  constructor(ranges: readonly T[]) {
    this.all = ranges.toSorted((a, b) => a.lines.first - b.lines.first);
    let furthest = 0;
    this.reach = this.all.map(({ lines: { last } }) => {
      furthest = Math.max(furthest, last);
      return furthest;
    });
  }

  around(line: number): T[] {
    const found: T[] = [];
    for (let at = this.lastFrom(line); at >= 0 && (this.reach[at] as number) >= line; at--) {
      const each = this.all[at] as T;
      if (line <= each.lines.last) found.push(each);
    }
    return found;
  }

  /** The last range that begins in a line or before it. */
  private lastFrom(line: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle] as T).lines.first <= line) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
