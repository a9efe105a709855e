import {
  addCosts,
  type EntrySizes,
  fixed,
  MOST,
  multiplyRanges,
  NOTHING,
  type Range,
  scaled,
  UNKNOWN,
  unionOf,
  unionOfEntries,
} from "./cost-range.ts";
import type { Expr } from "./syntax.ts";
import { type CelType, sameType } from "./type.ts";

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

type Estimator = (call: CallToEstimate) => Estimate | undefined;

const PER_CHARACTER = 0.1;
const PER_PATTERN_CHARACTER = 0.25;
const COST_OF_LIST = 10;
const LONGEST_FORMAT = 64;
const LONGEST_PATTERN_OF_FORMAT = 128;
const COST_OF_CHECK = 350_000;
const ONE = fixed(1);

/** The cost of a call with those of its parameters. @see github.com/google/cel-go/checker/cost.go functionCost */
export function estimateCall(call: CallToEstimate): Estimate {
  const own = byOverload.get(call.overload)?.(call) ?? byName.get(call.name)?.(call);
  const parts = call.costs.length === 0 ? NOTHING : addCosts(...call.costs);
  if (own) return { cost: addCosts(own.cost, parts), size: own.size };
  return standard.get(call.overload)?.(call, parts) ?? { cost: addCosts(ONE, parts) };
}

function sizeOf(node: AstNode | undefined): Range {
  return node?.size ?? UNKNOWN;
}

function characters(node: AstNode | undefined, times = 1): Range {
  return scaled(sizeOf(node), times * PER_CHARACTER);
}

const nominal: Estimator = () => ({ cost: ONE });
const ofFirst: Estimator = ({ nodes }) =>
  nodes.length > 0 ? { cost: characters(nodes[0]) } : undefined;

/** The items of a list, as large as what declares them. */
function itemsOf({ target, sizeOfPath }: CallToEstimate): AstNode | undefined {
  const type = target?.type.parameters[0];
  if (!target || !type) return undefined;
  const path = target.path.length > 0 ? [...target.path, "@items"] : [];
  return { expr: undefined, path, type, size: sizeOfPath(path) };
}

const overItems: Estimator = (call) => {
  const { target } = call;
  if (!target) return undefined;
  const item = itemsOf(call);
  if (!item) return { cost: characters(target) };
  const isText = item.type.kind === "string" || item.type.kind === "bytes";
  const each = isText ? addCosts(ONE, characters(item)) : ONE;
  return { cost: multiplyRanges(sizeOf(target), each) };
};

const sameSize: Estimator = ({ target }) =>
  target && { cost: characters(target), size: sizeOf(target) };

const replaced: Estimator = ({ target, nodes: [old, by] }) => {
  if (!target || !old || !by) return undefined;
  const [text, from, to] = [sizeOf(target), sizeOf(old), sizeOf(by)];
  const count = { min: 0, max: 0 };
  const kept = { min: 0, max: 0 };
  if (from.min === 0) {
    count.max = text.max < MOST ? text.max + 1 : MOST;
    kept.max = text.max;
  } else if (to.max <= from.min) kept.max = text.max;
  else count.max = Math.ceil(text.max / from.min);
  if (from.max === 0) {
    count.min = text.min < MOST ? text.min + 1 : MOST;
    kept.min = text.min;
  } else if (from.max <= to.min) kept.min = text.min;
  else count.min = Math.ceil(text.min / from.max);
  const size = addCosts(multiplyRanges(count, to), kept);
  return { cost: characters(target, 2), size };
};

const splitUp: Estimator = ({ target, nodes }) => {
  if (!target) return undefined;
  const count = nodes[1]?.expr;
  const isGiven = count?.node === "literal" && typeof count.value === "bigint";
  const max = isGiven ? Number(BigInt.asUintN(64, count.value as bigint)) : sizeOf(target).max;
  return { cost: characters(target, 2), size: { min: 0, max } };
};

const joined: Estimator = (call) => {
  const { target, nodes } = call;
  if (!target) return undefined;
  const list = sizeOf(target);
  const item = itemsOf(call);
  let size = item ? multiplyRanges(list, sizeOf(item)) : NOTHING;
  if (nodes.length > 0) {
    const gaps = { min: Math.max(0, list.min - 1), max: Math.max(0, list.max - 1) };
    size = addCosts(size, multiplyRanges(sizeOf(nodes[0]), gaps));
  }
  return { cost: scaled(size, PER_CHARACTER), size };
};

function patternCost(text: AstNode, pattern: AstNode | undefined): Range {
  const traversal = scaled(addCosts(sizeOf(text), ONE), PER_CHARACTER);
  return multiplyRanges(traversal, scaled(sizeOf(pattern), PER_PATTERN_CHARACTER));
}

const found: Estimator = ({ target, nodes }) =>
  target && nodes.length > 0
    ? { cost: patternCost(target, nodes[0]), size: { min: 0, max: sizeOf(target).max } }
    : undefined;

/** Addresses are of 4 or of 16 bytes. */
const ADDRESS: Range = { min: 4, max: 16 };

function contained(overload: string, isNetwork: boolean): Estimator {
  return (call) => {
    let cost = scaled(addCosts(ADDRESS, ADDRESS), PER_CHARACTER);
    if (isNetwork) cost = addCosts(cost, scaled(ADDRESS, PER_CHARACTER), ONE);
    if (call.overload === overload) cost = addCosts(cost, characters(call.nodes[0]));
    return { cost };
  };
}

const validated: Estimator = ({ nodes }) => ({
  cost: scaled(characters(nodes[0]), LONGEST_PATTERN_OF_FORMAT * PER_PATTERN_CHARACTER),
});

const selected: Estimator = ({ nodes }) => {
  const requirements = scaled(scaled(sizeOf(nodes[0]), 0.5), 50);
  return { cost: addCosts(fixed(COST_OF_LIST), characters(nodes[0]), requirements) };
};

const FIXED_EQUALITY = new Set(
  "net.IP net.CIDR kubernetes.Quantity kubernetes.Semver kubernetes.authorization.Authorizer kubernetes.authorization.PathCheck kubernetes.authorization.GroupCheck kubernetes.authorization.ResourceCheck kubernetes.authorization.Decision".split(
    " ",
  ),
);

const equality: Estimator = ({ nodes: [one, other] }) => {
  if (!one || !other || !sameType(one.type, other.type)) return undefined;
  const { name } = one.type;
  if (FIXED_EQUALITY.has(name)) return { cost: ONE };
  if (name === "kubernetes.NamedFormat")
    return { cost: scaled({ min: 1, max: LONGEST_FORMAT }, PER_CHARACTER) };
  if (name !== "kubernetes.URL") return undefined;
  return { cost: scaled({ min: 1, max: other.size?.max ?? 1 }, PER_CHARACTER) };
};

/** @see k8s.io/apiserver/pkg/cel/library/cost.go EstimateCallCost */
const byName: ReadonlyMap<string, Estimator> = new Map(
  Object.entries<Estimator>({
    check: () => ({ cost: fixed(COST_OF_CHECK) }),
    fieldSelector: selected,
    labelSelector: selected,
    isSorted: overItems,
    sum: overItems,
    max: overItems,
    min: overItems,
    indexOf: overItems,
    lastIndexOf: overItems,
    url: (call) => ({ cost: characters(call.nodes[0]), size: sizeOf(call.nodes[0]) }),
    "jsonpatch.escapeKey": (call) => ({
      cost: characters(call.nodes[0]),
      size: sizeOf(call.nodes[0]),
    }),
    lowerAscii: sameSize,
    upperAscii: sameSize,
    substring: sameSize,
    trim: sameSize,
    replace: replaced,
    split: splitUp,
    join: joined,
    find: found,
    findAll: found,
    cidr: ofFirst,
    isIP: ofFirst,
    isCIDR: ofFirst,
    ip: (call) => (call.overload === "cidr_ip" ? { cost: ONE } : ofFirst(call)),
    "ip.isCanonical": ({ nodes }) => ({ cost: characters(nodes[0], 2) }),
    containsIP: contained("cidr_contains_ip_string", false),
    containsCIDR: contained("cidr_contains_cidr_string", true),
    quantity: ofFirst,
    isQuantity: ofFirst,
    semver: ofFirst,
    isSemver: ofFirst,
    validate: validated,
    "_==_": equality,
    ...Object.fromEntries(
      (
        "serviceAccount path group resource subresource namespace name allowed reason error errored " +
        "masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast " +
        "isGlobalUnicast format.named sign asInteger isInteger asApproximateFloat isGreaterThan " +
        "isLessThan compareTo add sub major minor patch getScheme getHostname getHost getPort " +
        "getEscapedPath getQuery"
      )
        .split(" ")
        .map((name) => [name, nominal]),
    ),
  }),
);

function allocating(factor: number, size: Range): Estimate {
  return { cost: addCosts(scaled(size, factor), ONE, fixed(COST_OF_LIST)), size };
}

function literalOr(node: AstNode | undefined, other: number): number {
  const expr = node?.expr;
  const isGiven = expr?.node === "literal" && typeof expr.value === "bigint";
  return isGiven ? Math.max(0, Number(expr.value)) : other;
}

const squared = (of: (call: CallToEstimate) => AstNode | undefined, factor: number): Estimator => {
  return (call) => {
    const node = of(call);
    return node && allocating(factor, multiplyRanges(sizeOf(node), sizeOf(node)));
  };
};

const setsCost =
  (factor: number): Estimator =>
  ({ nodes: [one, other] }) => ({
    cost: addCosts(scaled(multiplyRanges(sizeOf(one), sizeOf(other)), factor), ONE),
  });

function sorting(): [string, Estimator][] {
  const types =
    "int uint double bool google.protobuf.Duration google.protobuf.Timestamp string bytes";
  return types.split(" ").flatMap((type): [string, Estimator][] => {
    const factor = type === "string" || type === "bytes" ? 2 + PER_CHARACTER : 2;
    return [
      [`list_${type}_sort`, squared(({ target }) => target, factor)],
      [`list_${type}_sortByAssociatedKeys`, squared(({ nodes }) => nodes[0], factor)],
    ];
  });
}

/** @see github.com/google/cel-go/ext/lists.go, sets.go */
const byOverload: ReadonlyMap<string, Estimator> = new Map<string, Estimator>([
  ["list_sets_contains_list", setsCost(1)],
  ["list_sets_intersects_list", setsCost(1)],
  ["list_sets_equivalent_list", setsCost(2)],
  [
    "list_slice",
    ({ target, nodes }) => {
      const end = literalOr(nodes[1], sizeOf(target).max);
      const size = end - literalOr(nodes[0], 0);
      return allocating(1, fixed(size < 0 ? MOST : size));
    },
  ],
  ["lists_range", ({ nodes }) => allocating(1, fixed(literalOr(nodes[0], MOST)))],
  ["list_reverse", ({ target }) => allocating(1, sizeOf(target))],
  ["list_flatten", ({ target }) => allocating(1, sizeOf(target))],
  [
    "list_flatten_int",
    ({ target, nodes }) => allocating(literalOr(nodes[0], MOST), sizeOf(target)),
  ],
  ["list_distinct", squared(({ target }) => target, 2)],
  ...sorting(),
]);

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
const standard: ReadonlyMap<string, Standard> = new Map<string, Standard>([
  ["string_format", traversed(undefined, "target")],
  ["string_to_bytes", traversed(({ min, max }) => ({ min, max: Math.min(MOST, max * 4) }), "first")],
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
