import { durationProblem, parseDuration } from "../../kubernetes/duration.ts";
import { fail } from "../../problem.ts";

/** Milliseconds of an option such as `--timeout 10m`. */
export function timeOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const problem = durationProblem(text);
  if (problem !== undefined) fail({ message: `${option}: ${problem}`, instead: `${option} 10m` });
  return Number(parseDuration(text) / 1_000_000n);
}
