import type { Checked } from "./checked.ts";
import { check } from "./checker.ts";
import { baseOf, scopeOf } from "./environment.ts";
import { parse } from "./parse.ts";
import { type Code, planOf } from "./plan.ts";
import { type Expr, ExpressionError } from "./syntax.ts";
import type { CelType } from "./type.ts";
import { validateLiterals } from "./validators.ts";

/** What an expression may refer to. */
export interface Environment {
  /** Of Kubernetes 1: says which libraries there are. */
  readonly minor: number;
  readonly variables: Readonly<Record<string, CelType>>;
  /** Types of objects that the expression may make, by name: `Object`, `Object.spec`. */
  readonly types?: ReadonlyMap<string, CelType>;
  /** Mutating policies have a function more. */
  readonly patches?: boolean;
  /** Selectors of devices have a macro more: `cel.bind(name, value, expression)`. */
  readonly bindings?: boolean;
}

/** Why an expression cannot be used. */
export interface Problem {
  /** One clause, in our words. */
  readonly message: string;
  /** Where it is in the text, in UTF-16 units. */
  readonly offset: number;
}

/** An expression that fits its environment, ready to run. */
export interface Program {
  readonly text: string;
  readonly outputType: CelType;
  /** The variables that it reads. */
  readonly uses: ReadonlySet<string>;
  /** For `evaluate` and `estimateCost`. */
  readonly parts: { readonly expr: Expr; readonly checked: Checked; readonly code: Code };
}

export type Compiled = { readonly program: Program } | { readonly problem: Problem };

/**
 * Reads an expression and checks its types. Needs `loadRe2` to have been awaited once.
 *
 * @see k8s.io/apiserver/pkg/cel/environment, github.com/google/cel-go/cel/env.go Compile
 */
export function compile(text: string, environment: Environment): Compiled {
  const { minor, variables, types = new Map(), patches = false, bindings = false } = environment;
  const base = baseOf(minor, patches, bindings);
  try {
    const expr = parse(text, base.macros);
    const checked = check(expr, scopeOf(base, variables, types));
    validateLiterals(expr, checked);
    const { code, uses } = planOf(expr, checked, new Set(Object.keys(variables)));
    const outputType = checked.type(expr);
    return { program: { text, outputType, uses, parts: { expr, checked, code } } };
  } catch (error) {
    if (error instanceof ExpressionError)
      return { problem: { message: error.message, offset: error.offset } };
    if (error instanceof RangeError)
      return { problem: { message: "is nested too deep", offset: 0 } };
    throw error;
  }
}
