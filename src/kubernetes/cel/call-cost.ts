import {
  addCosts,
  type EntrySizes,
  fixed,
  multiplyRanges,
  type Range,
  scaled,
  UNKNOWN,
} from "./cost-range.ts";
import type { Expr } from "./syntax.ts";
import type { CelType } from "./type.ts";

/** A part of an expression, as costs see it. */
export interface AstNode {
  readonly expr: Expr | undefined;
  /** The fields that lead to it from a variable; empty for what is computed. */
  readonly path: readonly string[];
  readonly type: CelType;
  readonly size: Range | undefined;
}

export interface CallToEstimate {
  readonly name: string;
  readonly overload: string;
  readonly target: AstNode | undefined;
  readonly nodes: readonly AstNode[];
  readonly costs: readonly Range[];
  readonly entriesOf: (part: Expr) => EntrySizes | undefined;
  readonly setEntries: (entries: EntrySizes | undefined) => void;
  readonly sizeOfPath: (path: readonly string[]) => Range | undefined;
}

export interface Estimate {
  readonly cost: Range;
  /** Of the result: a text, bytes, a list, a map. */
  readonly size?: Range | undefined;
}

export const PER_CHARACTER = 0.1;
export const PER_PATTERN_CHARACTER = 0.25;
export const ONE = fixed(1);

export function sizeOf(node: AstNode | undefined): Range {
  return node?.size ?? UNKNOWN;
}

/** What it costs to go through a text, so many times. */
export function characters(node: AstNode | undefined, times = 1): Range {
  return scaled(sizeOf(node), times * PER_CHARACTER);
}

/** What it costs to match a text. */
export function patternCost(text: AstNode, pattern: AstNode | undefined): Range {
  const traversal = scaled(addCosts(sizeOf(text), ONE), PER_CHARACTER);
  return multiplyRanges(traversal, scaled(sizeOf(pattern), PER_PATTERN_CHARACTER));
}
