/** Numbers, then the parts of a pre-release, which come before the release itself. */
export interface Version {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly release: readonly string[];
}

const NUMBER = "0|[1-9][0-9]*";
const RELEASE_PART = `(?:${NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)`;
const SYNTAX = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-(${RELEASE_PART}(?:\\.${RELEASE_PART})*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

/**
 * A version after semver.org.
 *
 * @returns undefined where the text is none
 * @see github.com/blang/semver/v4/semver.go Parse
 */
export function parseVersion(text: string): Version | undefined {
  const parts = SYNTAX.exec(text);
  if (!parts) return undefined;
  const [, major = "0", minor = "0", patch = "0", release] = parts;
  return {
    numbers: [BigInt(major), BigInt(minor), BigInt(patch)],
    release: release === undefined ? [] : release.split("."),
  };
}

/** Below zero where the first comes before the second. */
export function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const)
    if (a.numbers[index] !== b.numbers[index]) return a.numbers[index] < b.numbers[index] ? -1 : 1;
  if (a.release.length === 0 || b.release.length === 0) return b.release.length - a.release.length;
  for (const [index, left] of a.release.entries()) {
    const right = b.release[index];
    if (right === undefined) return 1;
    const order = compareParts(left, right);
    if (order !== 0) return order;
  }
  return a.release.length - b.release.length;
}

/** Numbers by their value, before words. */
function compareParts(a: string, b: string): number {
  const [isNumber, otherIsNumber] = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)];
  if (isNumber && otherIsNumber) return Number(a) - Number(b);
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
