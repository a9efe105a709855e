import { type Library, overload } from "../declarations.ts";
import { opaqueTypes } from "../opaque-types.ts";
import { CelError, type CelValue, noSuchOverload, OpaqueValue, type Result } from "../value.ts";

const NUMBER = "(0|[1-9]\\d*)";
const IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`,
);

class Semver extends OpaqueValue {
  readonly type = opaqueTypes.Semver;
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  equals(other: CelValue): boolean | CelError {
    return other instanceof Semver ? compareVersions(this, other) === 0 : noSuchOverload();
  }
}

/** @see github.com/blang/semver/v4 Parse */
function parse(text: string): Semver | undefined {
  const parts = VERSION.exec(text);
  if (!parts) return undefined;
  const numbers = parts.slice(1, 4).map((part) => BigInt(part));
  const prerelease = parts[4]?.split(".") ?? [];
  const all = [...numbers.map(String), ...prerelease];
  const isWrong = (part: string) => /^0\d+$/.test(part) || (/^\d+$/.test(part) && tooLarge(part));
  return all.some(isWrong) ? undefined : new Semver(numbers, prerelease);
}

function tooLarge(digits: string): boolean {
  return BigInt(digits) >= 2n ** 64n;
}

/** With a `v` before it, zeros before numbers, and without the last numbers. */
function parseLoosely(text: string): Semver | undefined {
  const pieces = text.replace(/^v/, "").split(".");
  const parts = [...pieces.slice(0, 2), ...(pieces.length > 2 ? [pieces.slice(2).join(".")] : [])];
  const trimmed = parts.map((part) =>
    part.length > 1 ? part.replace(/^0+/, "").replace(/^(?!\d)/, "0") : part,
  );
  if (trimmed.length < 3 && /[+-]/.test(trimmed.at(-1) as string)) return undefined;
  while (trimmed.length < 3) trimmed.push("0");
  return parse(trimmed.join("."));
}

function semverOf(text: string, loosely = false): Result {
  const version = loosely ? parseLoosely(text) : parse(text);
  return version ?? new CelError(`${JSON.stringify(text)} is no semantic version`);
}

function compareVersions(one: Semver, other: Semver): number {
  for (const [at, number] of one.numbers.entries()) {
    const second = other.numbers[at] as bigint;
    if (number !== second) return number < second ? -1 : 1;
  }
  return comparePrereleases(one.prerelease, other.prerelease);
}

/** A version without a prerelease comes after those with one. */
function comparePrereleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0)
    return Math.sign(Number(one.length === 0) - Number(other.length === 0));
  for (const [at, first] of one.entries()) {
    const second = other[at];
    if (second === undefined) return 1;
    const order = compareIdentifiers(first, second);
    if (order !== 0) return order;
  }
  return one.length === other.length ? 0 : -1;
}

function compareIdentifiers(one: string, other: string): number {
  const [left, right] = [one, other].map((part) => (/^\d+$/.test(part) ? BigInt(part) : undefined));
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  if (left !== undefined || right !== undefined) return left !== undefined ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @see k8s.io/apiserver/pkg/cel/library/semverlib.go */
export const semver: Library = {
  since: 33,
  functions: {
    semver: [
      overload("string_to_semver", "(string) -> Semver", (text: string) => semverOf(text)),
      overload("string_bool_to_semver", "(string, bool) -> Semver", semverOf),
    ],
    isSemver: [
      overload("is_semver_string", "(string) -> bool", (text: string) => parse(text) !== undefined),
      overload(
        "is_semver_string_bool",
        "(string, bool) -> bool",
        (text: string, loosely: boolean) => !(semverOf(text, loosely) instanceof CelError),
      ),
    ],
    major: [
      overload("semver_major", "Semver.() -> int", ({ numbers }: Semver) => numbers[0] ?? 0n),
    ],
    minor: [
      overload("semver_minor", "Semver.() -> int", ({ numbers }: Semver) => numbers[1] ?? 0n),
    ],
    patch: [
      overload("semver_patch", "Semver.() -> int", ({ numbers }: Semver) => numbers[2] ?? 0n),
    ],
    isGreaterThan: [
      overload(
        "semver_is_greater_than",
        "Semver.(Semver) -> bool",
        (one: Semver, other: Semver) => compareVersions(one, other) > 0,
      ),
    ],
    isLessThan: [
      overload(
        "semver_is_less_than",
        "Semver.(Semver) -> bool",
        (one: Semver, other: Semver) => compareVersions(one, other) < 0,
      ),
    ],
    compareTo: [
      overload("semver_compare_to", "Semver.(Semver) -> int", (one: Semver, other: Semver) =>
        BigInt(compareVersions(one, other)),
      ),
    ],
  },
};
