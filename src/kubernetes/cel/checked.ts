import type { Overload } from "./declarations.ts";
import type { Call, Expr } from "./syntax.ts";
import type { CelType } from "./type.ts";

/** What an expression may refer to. */
export interface Scope {
  /** Variables, and types by their names. */
  variable(name: string): CelType | undefined;
  function(name: string): readonly Overload[] | undefined;
  /** Whether fields named like reserved words may be written as they are. */
  readonly keywordFields: boolean;
  variableNames(): readonly string[];
  functionNames(): readonly string[];
}

/** What the checker found out about the parts of an expression. */
export interface Checked {
  readonly type: (expr: Expr) => CelType;
  /** The forms of a function that a call may mean, more than one where types are dynamic. */
  readonly overloads: ReadonlyMap<Call, readonly Overload[]>;
  /** The full names of what looks like fields, and of calls that look like members: `optional.of`. */
  readonly names: ReadonlyMap<Expr, string>;
}
