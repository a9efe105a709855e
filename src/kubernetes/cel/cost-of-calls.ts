import {
  type AstNode,
  type CallToEstimate,
  characters,
  type Estimate,
  ONE,
  PER_CHARACTER,
  PER_PATTERN_CHARACTER,
  patternCost,
  sizeOf,
} from "./call-cost.ts";
import { costOfStandard } from "./cost-of-standard.ts";
import {
  addCosts,
  fixed,
  MOST,
  multiplyRanges,
  NOTHING,
  type Range,
  scaled,
} from "./cost-range.ts";
import { sameType } from "./type.ts";

type Estimator = (call: CallToEstimate) => Estimate | undefined;

const COST_OF_LIST = 10;
const LONGEST_FORMAT = 64;
const LONGEST_PATTERN_OF_FORMAT = 128;
const COST_OF_CHECK = 350_000;

/** The cost of a call with those of its parameters. @see github.com/google/cel-go/checker/cost.go functionCost */
export function estimateCall(call: CallToEstimate): Estimate {
  const own = byOverload.get(call.overload)?.(call) ?? byName.get(call.name)?.(call);
  const parts = call.costs.length === 0 ? NOTHING : addCosts(...call.costs);
  if (own) return { cost: addCosts(own.cost, parts), size: own.size };
  return costOfStandard.get(call.overload)?.(call, parts) ?? { cost: addCosts(ONE, parts) };
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
