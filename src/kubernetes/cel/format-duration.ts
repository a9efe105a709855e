import { parseDuration } from "../duration.ts";
import { CelError, Duration, type Result } from "./value.ts";

const SECOND = 1_000_000_000n;
/** The last name of a unit may go on: `minutes`. */
const UNITS: readonly (readonly [readonly string[], bigint])[] = [
  [["ns", "nano"], 1n],
  [["us", "µs", "micro"], 1_000n],
  [["ms", "milli"], 1_000_000n],
  [["s", "sec"], SECOND],
  [["m", "min"], 60n * SECOND],
  [["h", "hr", "hour"], 3600n * SECOND],
  [["d", "day"], 24n * 3600n * SECOND],
  [["w", "wk", "week"], 7n * 24n * 3600n * SECOND],
];

/**
 * Reads what a custom resource has in a field of the format `duration`: as Go writes it, or whole
 * numbers with words (`2 days`).
 *
 * @see k8s.io/kube-openapi/pkg/validation/strfmt/duration.go ParseDuration
 */
export function parseFormatDuration(text: string): Result {
  try {
    return new Duration(parseDuration(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  let total: bigint | undefined;
  for (const [, number = "", word = ""] of text.matchAll(/(\d+)[\t\n\f\r ]*([A-Za-zµ]+)/g)) {
    const unit = word.toLowerCase();
    for (const [names, length] of UNITS) {
      const fits = names.includes(unit) || unit.startsWith(names.at(-1) as string);
      if (fits) total = (total ?? 0n) + BigInt(number) * length;
    }
  }
  return total === undefined
    ? new CelError(`unable to parse ${text} as duration`)
    : new Duration(BigInt.asIntN(64, total));
}
