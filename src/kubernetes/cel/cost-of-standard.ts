import {
  type AstNode,
  type CallToEstimate,
  characters,
  type Estimate,
  ONE,
  PER_CHARACTER,
  patternCost,
  sizeOf,
} from "./call-cost.ts";
import {
  addCosts,
  MOST,
  multiplyRanges,
  type Range,
  scaled,
  unionOf,
  unionOfEntries,
} from "./cost-range.ts";
import type { Expr } from "./syntax.ts";

type Standard = (call: CallToEstimate, parts: Range) => Estimate | undefined;

const comparison: Standard = ({ nodes: [one, other] }, parts) => {
  const max = Math.min(sizeOf(one).max, sizeOf(other).max);
  const own = scaled({ min: max > 0 ? 1 : 0, max }, PER_CHARACTER);
  return { cost: addCosts(own, parts) };
};

const logical: Standard = ({ costs: [one, other] }) => {
  const [left, right] = [one as Range, other as Range];
  return { cost: { min: left.min, max: addCosts(left, right).max } };
};

const conditional: Standard = (call) => {
  const [condition, then, otherwise] = call.costs as [Range, Range, Range];
  const [, one, other] = call.nodes as [AstNode, AstNode, AstNode];
  const sizes = [one, other].map(({ expr }) => call.entriesOf(expr as Expr));
  call.setEntries(unionOfEntries(sizes[0], sizes[1]));
  return {
    cost: addCosts(condition, unionOf(then, otherwise)),
    size: unionOf(sizeOf(one), sizeOf(other)),
  };
};

const added = (perItem: number | undefined): Standard => {
  return (call, parts) => {
    const [one, other] = call.nodes as [AstNode, AstNode];
    const size = addCosts(sizeOf(one), sizeOf(other));
    const entries = [one, other].map(({ expr }) => call.entriesOf(expr as Expr));
    call.setEntries(unionOfEntries(entries[0], entries[1]));
    const own = perItem === undefined ? ONE : scaled(size, perItem);
    return { cost: addCosts(own, parts), size };
  };
};

const traversed =
  (resized: ((size: Range) => Range) | undefined, of: "target" | "first"): Standard =>
  ({ target, nodes }, parts) => {
    const size = sizeOf(of === "target" ? target : nodes[0]);
    return { cost: addCosts(scaled(size, PER_CHARACTER), parts), size: resized?.(size) };
  };

const COMPARISONS = "less less_equals greater greater_equals"
  .split(" ")
  .flatMap((name) => [`${name}_string`, `${name}_bytes`]);

/** @see github.com/google/cel-go/checker/cost.go functionCost */
export const costOfStandard: ReadonlyMap<string, Standard> = new Map<string, Standard>([
  ["string_format", traversed(undefined, "target")],
  [
    "string_to_bytes",
    traversed(({ min, max }) => ({ min, max: Math.min(MOST, max * 4) }), "first"),
  ],
  ["bytes_to_string", traversed(({ min, max }) => ({ min: Math.floor(min / 4), max }), "first")],
  [
    "strings_quote",
    traversed(({ min, max }) => ({ min: min + 2, max: Math.min(MOST, max * 2 + 2) }), "first"),
  ],
  ["starts_with_string", traversed(undefined, "first")],
  ["ends_with_string", traversed(undefined, "first")],
  ["in_list", ({ nodes }, parts) => ({ cost: addCosts(sizeOf(nodes[1]), parts) })],
  [
    "matches_string",
    ({ target, nodes }, parts) =>
      target && { cost: addCosts(patternCost(target, nodes[0]), parts) },
  ],
  [
    "contains_string",
    ({ target, nodes }, parts) => ({
      cost: addCosts(multiplyRanges(characters(target), characters(nodes[0])), parts),
    }),
  ],
  ["logical_or", logical],
  ["logical_and", logical],
  ["conditional", conditional],
  ["add_string", added(PER_CHARACTER)],
  ["add_bytes", added(PER_CHARACTER)],
  ["add_list", added(undefined)],
  ...[...COMPARISONS, "equals", "not_equals"].map((id): [string, Standard] => [id, comparison]),
]);
