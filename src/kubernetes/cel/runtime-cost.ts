import { codePoints } from "./texts.ts";
import {
  type CelValue,
  isMapValue,
  ListValue,
  OpaqueValue,
  OptionalValue,
  type Result,
} from "./value.ts";

export const COST_OF_LIST = 10;
export const COST_OF_MAP = 30;
export const COST_OF_STRUCT = 40;
const PER_CHARACTER = 0.1;
const PER_PATTERN_CHARACTER = 0.25;
const COST_OF_CHECK = 350_000;

function size(value: Result | undefined): number {
  if (typeof value === "string") return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof ListValue || isMapValue(value)) return value.size;
  if (value instanceof OptionalValue) return size(value.value);
  return value instanceof OpaqueValue ? value.size : 1;
}

function traversal(value: Result): number {
  if (value instanceof ListValue)
    return [...value].reduce<number>((sum, item) => sum + traversal(item), 0);
  return typeof value === "string" ? Math.floor(codePoints(value) * PER_CHARACTER) : 1;
}

const characters = (value: Result | undefined, times = 1) =>
  Math.ceil(size(value) * PER_CHARACTER * times);

type Cost = (values: readonly CelValue[], result: Result) => number;

const first: Cost = ([value]) => characters(value);
const twice: Cost = ([value]) => characters(value, 2);
const pattern: Cost = ([text, regex]) =>
  Math.ceil((1 + size(text)) * PER_CHARACTER) * Math.ceil(size(regex) * PER_PATTERN_CHARACTER);
const whole: Cost = ([list]) => traversal(list as CelValue);
const squared: Cost = (values) => 11 + 2 * size(values.at(-1)) ** 2;
const compared: Cost = ([one, other]) =>
  Math.ceil(Math.min(size(one), size(other)) * PER_CHARACTER);

const byName: ReadonlyMap<string, Cost> = new Map(
  Object.entries<Cost>({
    check: () => COST_OF_CHECK,
    isSorted: whole,
    sum: whole,
    max: whole,
    min: whole,
    indexOf: whole,
    lastIndexOf: whole,
    url: first,
    lowerAscii: first,
    upperAscii: first,
    substring: first,
    trim: first,
    replace: twice,
    split: twice,
    join: (_, result) => characters(result, 2),
    find: pattern,
    findAll: pattern,
    matches: pattern,
    contains: ([text, part]) => characters(text) * characters(part),
    startsWith: ([, part]) => characters(part),
    endsWith: ([, part]) => characters(part),
    format: first,
    isIP: first,
    ip: first,
    cidr: first,
    isCIDR: first,
    quantity: first,
    isQuantity: first,
    semver: first,
    isSemver: first,
    "strings.quote": first,
    "@in": ([, within]) => (within instanceof ListValue ? within.size : 1),
    "_==_": compared,
    "_!=_": compared,
    "_<_": compared,
    "_<=_": compared,
    "_>_": compared,
    "_>=_": compared,
    "_+_": ([one, other]) =>
      typeof one === "string" || one instanceof Uint8Array
        ? Math.ceil((size(one) + size(other)) * PER_CHARACTER)
        : 1,
    "sets.contains": ([one, other]) => 1 + size(one) * size(other),
    "sets.intersects": ([one, other]) => 1 + size(one) * size(other),
    "sets.equivalent": ([one, other]) => 1 + 2 * size(one) * size(other),
    distinct: squared,
    sort: squared,
    "@sortByAssociatedKeys": squared,
    "lists.range": (_, result) => 11 + size(result),
    slice: (_, result) => 11 + size(result),
    reverse: (_, result) => 11 + size(result),
    flatten: ([list]) => 11 + size(list),
  }),
);

/**
 * What a call costs, close to what the server counts.
 *
 * @see github.com/google/cel-go/interpreter/runtimecost.go, k8s.io/apiserver/pkg/cel/library/cost.go
 */
export function costOfCall(
  name: string,
  overload: string,
  values: readonly CelValue[],
  result: Result,
): number {
  if (overload === "cidr_ip") return 1;
  return byName.get(name)?.(values, result) ?? 1;
}
