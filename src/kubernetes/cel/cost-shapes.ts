import { fixed, type Range } from "./cost-range.ts";
import { ACCUMULATOR, type Comprehension, type Expr } from "./syntax.ts";
import { codePoints } from "./texts.ts";
import { type CelType, isOptional } from "./type.ts";

const ONE = fixed(1);

/** How large what is written out is. */
export function sizeOfLiteral(expr: Expr): Range | undefined {
  switch (expr.node) {
    case "literal": {
      const { value } = expr;
      if (typeof value === "string") return fixed(codePoints(value));
      return value instanceof Uint8Array ? fixed(value.length) : ONE;
    }
    case "list":
      return fixed(expr.items.length);
    case "map":
      return fixed(expr.entries.length);
    default:
      return undefined;
  }
}

/** Whether values of a type are all of one size. */
export function isScalar(type: CelType): boolean {
  if (isOptional(type)) return isScalar(type.parameters[0] as CelType);
  return ["bool", "double", "duration", "int", "timestamp", "uint"].includes(type.kind);
}

/** A variable of `optMap` and the like: a fold over nothing. */
export function isBinding({ range, condition, accumulator }: Comprehension): boolean {
  return (
    range.node === "list" &&
    range.items.length === 0 &&
    condition.node === "literal" &&
    condition.value === false &&
    accumulator !== ACCUMULATOR
  );
}
