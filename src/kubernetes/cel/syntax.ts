import type { CelValue } from "./value.ts";

interface Node {
  /** Where the expression begins in the text, in UTF-16 units. */
  readonly offset: number;
}

export interface Literal extends Node {
  readonly node: "literal";
  readonly value: CelValue;
}

export interface Ident extends Node {
  readonly node: "ident";
  readonly name: string;
}

/** `operand.field`; with `test`, the `has(operand.field)` of it. */
export interface Select extends Node {
  readonly node: "select";
  readonly operand: Expr;
  readonly field: string;
  readonly test: boolean;
}

/** `name(…)` or `target.name(…)`; operators are calls with the names that `OPERATORS` gives them. */
export interface Call extends Node {
  readonly node: "call";
  readonly name: string;
  readonly target: Expr | undefined;
  readonly parameters: readonly Expr[];
}

export interface ListLiteral extends Node {
  readonly node: "list";
  readonly items: readonly Item[];
}

export interface Item {
  readonly value: Expr;
  /** `[?x]`: the item is there where the optional has a value. */
  readonly optional: boolean;
}

export interface MapLiteral extends Node {
  readonly node: "map";
  readonly entries: readonly Entry[];
}

export interface Entry extends Item {
  readonly key: Expr;
}

/** `Object.spec{replicas: 1}` */
export interface StructLiteral extends Node {
  readonly node: "struct";
  readonly name: string;
  readonly fields: readonly StructField[];
}

export interface StructField extends Item, Node {
  readonly name: string;
}

/** What macros such as `all` and `map` expand to: a fold over a range. */
export interface Comprehension extends Node {
  readonly node: "comprehension";
  readonly range: Expr;
  readonly variable: string;
  /** Of the form with two variables: the value, where `variable` is the index or key. */
  readonly second: string | undefined;
  readonly accumulator: string;
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result: Expr;
}

export type Expr =
  | Literal
  | Ident
  | Select
  | Call
  | ListLiteral
  | MapLiteral
  | StructLiteral
  | Comprehension;

/** The name of what a fold has collected so far: not to be written in an expression. */
export const ACCUMULATOR = "@result";

/** An expression that cannot be read, or does not fit the types. */
export class ExpressionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** `a.b.c` of a chain of fields. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.node === "ident") return expr.name;
  if (expr.node !== "select" || expr.test) return undefined;
  const before = qualifiedName(expr.operand);
  return before === undefined ? undefined : `${before}.${expr.field}`;
}
