import { refOf } from "../../client/object.ts";
import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { PlannedObject, Stop } from "../plan/plan.ts";

/** What is found before anything is written. */
export interface Verdict {
  /** With these the deploy would fail for sure. */
  readonly stops: readonly Stop[];
  /** These may hurt. In sentences. */
  readonly remarks: readonly string[];
}

export const fine: Verdict = { stops: [], remarks: [] };

export function together(verdicts: readonly Verdict[]): Verdict {
  return {
    stops: verdicts.flatMap(({ stops }) => stops),
    remarks: [...new Set(verdicts.flatMap(({ remarks }) => remarks))],
  };
}

export function stopped(...stops: readonly Stop[]): Verdict {
  return { stops, remarks: [] };
}

export function remarked(...remarks: readonly string[]): Verdict {
  return { stops: [], remarks };
}

/** A stop at a line of what is planned. */
export function at(
  { wanted }: PlannedObject,
  steps: readonly Step[],
  message: string,
  instead?: string,
): Stop {
  const where = wanted.where(steps);
  return { code: "preflight", ref: refOf(wanted.object), message, where, instead };
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function some(names: readonly string[]): string {
  const [first = "", second, ...others] = names;
  if (second === undefined) return first;
  return others.length === 0
    ? `${first} and ${second}`
    : `${first}, ${second} and ${others.length} more`;
}
