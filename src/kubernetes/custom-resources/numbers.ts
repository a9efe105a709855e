import type { FieldPath } from "../validation/field-path.ts";
import type { Result } from "./result.ts";
import type { Structural } from "./structural.ts";
import { isInt64 } from "./types.ts";

/**
 * The bounds of a number. Go cuts the fraction off a bound where the number is whole.
 *
 * @see k8s.io/kube-openapi/pkg/validation/validate/validator.go numberValidator
 */
export function checkNumber(value: number, schema: Structural, path: FieldPath, to: Result): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.schema;
  const range = rangeProblem(value, schema);
  if (range !== undefined) to.add("invalid", path, `${value} ${range}`);
  else to.passed++;
  const native = (bound: number) => (isInt64(value) ? Math.trunc(bound) : bound);
  const spoilt = (name: string, bound: number) => {
    const problem = rangeProblem(bound, schema);
    if (problem !== undefined) to.add("invalid", path, `its ${name}, ${bound}, ${problem}`);
    return problem === undefined ? native(bound) : bound;
  };
  if (multipleOf !== undefined) {
    const factor = spoilt("multipleOf", multipleOf);
    if (factor <= 0) to.add("invalid", path, "its multipleOf must be positive");
    else if (!isMultiple(value, factor))
      to.add("invalid", path, `${value} is not a multiple of ${multipleOf}`);
  }
  if (maximum !== undefined) {
    const most = spoilt("maximum", maximum);
    if (exclusiveMaximum ? value >= most : value > most)
      to.add("invalid", path, `must be ${exclusiveMaximum ? "less than" : "at most"} ${maximum}`);
  }
  if (minimum !== undefined) {
    const least = spoilt("minimum", minimum);
    if (exclusiveMinimum ? value <= least : value < least)
      to.add("invalid", path, `must be ${exclusiveMinimum ? "more than" : "at least"} ${minimum}`);
  }
}

function isMultiple(value: number, factor: number): boolean {
  if (isInt64(value) && Number.isInteger(factor)) return value % factor === 0;
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

/** What a number is too large for. The server checks that since 1.36. */
function rangeProblem(value: number, { types, format, minor }: Structural): string | undefined {
  if (minor < 36 || types.length !== 1) return undefined;
  if (types[0] === "integer") {
    if (!Number.isInteger(value)) return "is not a whole number";
    if (format === "int32" && (value < -(2 ** 31) || value >= 2 ** 31))
      return "does not fit into 32 bits";
    return isInt64(value) ? undefined : "does not fit into 64 bits";
  }
  if (types[0] === "number" && format === "float" && !Number.isFinite(Math.fround(value)))
    return "is too large for a float";
  return undefined;
}
