/** From the least to the most; nothing is larger than `MOST`. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** How large the keys and the values of a list or a map are. */
export interface EntrySizes {
  readonly kind: "list" | "map";
  readonly keys: Range;
  readonly values: Range;
}

/** The server counts in 64 bits, and stops there. */
export const MOST = 2 ** 64;

export const NOTHING: Range = { min: 0, max: 0 };
export const UNKNOWN: Range = { min: 0, max: MOST };

export function fixed(value: number): Range {
  return { min: value, max: value };
}

export function addCosts(...ranges: readonly Range[]): Range {
  return ranges.reduce(({ min, max }, each) => ({
    min: Math.min(MOST, min + each.min),
    max: Math.min(MOST, max + each.max),
  }));
}

export function multiplyRanges(one: Range, other: Range): Range {
  return {
    min: Math.min(MOST, one.min * other.min),
    max: Math.min(MOST, one.max * other.max),
  };
}

/** Rounded up. */
export function scaled({ min, max }: Range, factor: number): Range {
  return {
    min: Math.min(MOST, Math.ceil(min * factor)),
    max: Math.min(MOST, Math.ceil(max * factor)),
  };
}

export function unionOf(one: Range, other: Range): Range {
  return { min: Math.min(one.min, other.min), max: Math.max(one.max, other.max) };
}

export function unionOfEntries(
  one: EntrySizes | undefined,
  other: EntrySizes | undefined,
): EntrySizes | undefined {
  if (!one || !other) return undefined;
  return {
    kind: one.kind,
    keys: unionOf(one.keys, other.keys),
    values: unionOf(one.values, other.values),
  };
}
