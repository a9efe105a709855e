import { isDeepStrictEqual } from "node:util";
import { parseQuantity, quantityProblem } from "../../src/kubernetes/quantity.ts";
import { compareQuantities } from "../../src/kubernetes/quantity-arithmetic.ts";
import type { Compare } from "./fact.ts";
import type { Found } from "./path.ts";

/** Says why what was found is not what a row asserts; undefined where it is. */
export function difference(compare: Compare, found: Found, path: string): string | undefined {
  // An item of a list without the field counts for `every` only.
  const items = Array.isArray(found.value) && path.includes("[*]");
  const value = items ? found.value.filter((item) => item !== undefined) : found.value;
  const shown = JSON.stringify(value) ?? "nothing";
  const same = sameness(path);
  if ("exists" in compare) {
    const all = items ? (found.value as readonly unknown[]) : [value];
    const gaps = all.length === 0 || all.includes(undefined);
    return gaps ? "is not there" : undefined;
  }
  if (("absent" in compare || ("count" in compare && compare.count === 0)) && !found.parent)
    return "is not there, nor is what it would be in";
  if ("absent" in compare) {
    return value === undefined ? undefined : `is there: ${shown}`;
  }
  if ("every" in compare) {
    const all = Array.isArray(found.value) ? found.value : [];
    const odd = all.filter((item) => !same(item, compare.every));
    if (all.length > 0 && odd.length === 0) return undefined;
    return `is ${JSON.stringify(all)}, expected every one to be ${JSON.stringify(compare.every)}`;
  }
  if ("is" in compare)
    return same(value, compare.is)
      ? undefined
      : `is ${shown}, expected ${JSON.stringify(compare.is)}`;
  if ("count" in compare) {
    const count = Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;
    return count === compare.count ? undefined : `counts ${count}, expected ${compare.count}`;
  }
  if ("matches" in compare)
    return typeof value === "string" && new RegExp(compare.matches).test(value)
      ? undefined
      : `is ${shown}, expected to match /${compare.matches}/`;
  if (value === undefined) return "is not there";
  const wanted = "includes" in compare;
  const parts = listOf(wanted ? compare.includes : compare.lacks);
  const wrong = parts.filter((part) => holds(value, part, same) !== wanted);
  if (wrong.length === 0) return undefined;
  return `${wanted ? "lacks" : "includes"} ${wrong.map((part) => JSON.stringify(part)).join(", ")}: ${shown}`;
}

type Same = (a: unknown, b: unknown) => boolean;

/** Amounts of CPU, memory and storage are equal by value (`1` is `1000m`), all else to the letter. */
function sameness(path: string): Same {
  if (!/\b(resources|requests|limits|hard|capacity)\b/.test(path)) return isDeepStrictEqual;
  const amount = (value: unknown): value is string | number =>
    (typeof value === "string" || typeof value === "number") &&
    quantityProblem(value) === undefined;
  const same: Same = (a, b) => {
    if (amount(a) && amount(b)) return compareQuantities(parseQuantity(a), parseQuantity(b)) === 0;
    if (!isRecord(a) || !isRecord(b)) return isDeepStrictEqual(a, b);
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  };
  return same;
}

/** Whether a text holds a text, a list an item like this, an object these fields. */
function holds(value: unknown, part: unknown, same: Same): boolean {
  if (typeof value === "string") return value.includes(String(part));
  if (Array.isArray(value)) return value.some((item) => like(item, part, same));
  return like(value, part, same);
}

function like(value: unknown, part: unknown, same: Same): boolean {
  if (!isRecord(value) || !isRecord(part)) return same(value, part);
  return Object.entries(part).every(([key, each]) => like(value[key], each, same));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
