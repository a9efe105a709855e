import type { Program } from "./compile.ts";
import { CostExceeded, Frame } from "./frame.ts";
import { MOST_COST_OF_CALL } from "./limits.ts";
import { type CelValue, isError, type Result } from "./value.ts";

export interface EvaluateOptions {
  /** What the evaluation may cost, in CEL's units; `MOST_COST_OF_CALL` without it. */
  readonly mostCost?: number;
}

/** `cost` is what was spent, in CEL's units. `exceeded`: the evaluation was broken off as too expensive. */
export type Outcome =
  | { readonly value: CelValue; readonly cost: number }
  | { readonly error: string; readonly cost: number; readonly exceeded?: true };

/**
 * Runs an expression. Never throws for what values it is given: errors are outcomes.
 *
 * @param values of the variables; one that is an error makes what reads it an error
 */
export function evaluate(
  { parts: { code } }: Program,
  values: Readonly<Record<string, Result>>,
  { mostCost = MOST_COST_OF_CALL }: EvaluateOptions = {},
): Outcome {
  const frame = new Frame(values, mostCost);
  try {
    const result = code(frame);
    const { cost } = frame;
    return isError(result) ? { error: result.message, cost } : { value: result, cost };
  } catch (error) {
    const { cost } = frame;
    if (!(error instanceof CostExceeded)) throw error;
    return { error: "costs more than an expression may", cost, exceeded: true };
  }
}
