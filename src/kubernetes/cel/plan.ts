import type { Checked } from "./checked.ts";
import type { Frame } from "./frame.ts";
import { LiteralMap } from "./map-value.ts";
import { planCall } from "./plan-call.ts";
import { planComprehension } from "./plan-comprehension.ts";
import { qualify } from "./qualify.ts";
import { COST_OF_LIST, COST_OF_MAP, COST_OF_STRUCT } from "./runtime-cost.ts";
import type { Expr, ListLiteral, MapLiteral, Select, StructLiteral } from "./syntax.ts";
import { CelError, isError, ListValue, OptionalValue, type Result, TypeValue } from "./value.ts";

/** A part of an expression, ready to run. */
export type Code = (frame: Frame) => Result;

/** Turns the parts of an expression into functions. */
export class Planner {
  readonly checked: Checked;
  /** Names of variables of the environment that are read. */
  readonly uses = new Set<string>();
  private readonly variables: ReadonlySet<string>;
  private readonly locals: (readonly [string, number])[] = [];
  private slots = 0;
  /** Of parts that are the same whenever they run. */
  private readonly constants = new Map<Expr, Result>();

  constructor(checked: Checked, variables: ReadonlySet<string>) {
    this.checked = checked;
    this.variables = variables;
  }

  plan(expr: Expr): Code {
    switch (expr.node) {
      case "literal":
        return this.constant(expr, expr.value);
      case "ident":
        return this.variable(expr, expr.name);
      case "select":
        return this.select(expr);
      case "call":
        return planCall(expr, this);
      case "list":
        return this.list(expr);
      case "map":
        return this.map(expr);
      case "struct":
        return this.struct(expr);
      default:
        return planComprehension(expr, this);
    }
  }

  /** The value of a part that never changes. */
  constantOf(expr: Expr): Result | undefined {
    return this.constants.get(expr);
  }

  constant(expr: Expr, value: Result): Code {
    this.constants.set(expr, value);
    return () => value;
  }

  /** A place for a variable that a part of the expression has for itself. */
  enter(name: string): number {
    const slot = this.slots++;
    this.locals.push([name, slot]);
    return slot;
  }

  leave(): void {
    this.locals.pop();
  }

  private variable(expr: Expr, written: string): Code {
    const name = this.checked.names.get(expr) ?? written;
    const slot = this.locals.findLast(([each]) => each === name)?.[1];
    if (slot !== undefined) return (frame) => frame.local(slot);
    if (!this.variables.has(name)) return this.constant(expr, new TypeValue(name));
    this.uses.add(name);
    return (frame) => frame.variable(name);
  }

  private select(expr: Select): Code {
    if (this.checked.names.has(expr)) return this.variable(expr, "");
    const { field, test } = expr;
    const operand = this.plan(expr.operand);
    if (!test)
      return (frame) => {
        const value = operand(frame);
        frame.spend(1);
        return isError(value) ? value : qualify(value, field, false);
      };
    return (frame) => {
      const value = operand(frame);
      if (isError(value)) return value;
      const found = qualify(value, field, true);
      return found instanceof OptionalValue ? found.value !== undefined : found;
    };
  }

  private list(expr: ListLiteral): Code {
    const items = expr.items.map(({ value, optional }) => ({ code: this.plan(value), optional }));
    const isConstant = expr.items.every(
      ({ value, optional }) => !optional && this.constants.has(value),
    );
    const make: Code = (frame) => {
      const values: Result[] = [];
      for (const { code, optional } of items) {
        const value = optional ? unwrap(code(frame)) : code(frame);
        if (value === undefined) continue;
        if (isError(value)) return value;
        values.push(value);
      }
      frame.spend(COST_OF_LIST);
      return new ListValue(values);
    };
    if (isConstant)
      this.constants.set(
        expr,
        new ListValue(expr.items.map(({ value }) => this.constants.get(value) as Result)),
      );
    return make;
  }

  private map(expr: MapLiteral): Code {
    const entries = expr.entries.map(({ key, value, optional }) => ({
      key: this.plan(key),
      value: this.plan(value),
      optional,
    }));
    return (frame) => {
      const map = new LiteralMap();
      for (const { key, value, optional } of entries) {
        const name = key(frame);
        if (isError(name)) return name;
        const found = optional ? unwrap(value(frame)) : value(frame);
        if (found === undefined) map.delete(name);
        else if (isError(found)) return found;
        else map.set(name, found);
      }
      frame.spend(COST_OF_MAP);
      return map;
    };
  }

  private struct(expr: StructLiteral): Code {
    const fields = expr.fields.map(({ name, value, optional }) => ({
      name,
      code: this.plan(value),
      optional,
    }));
    return (frame) => {
      const made = new LiteralMap();
      for (const { name, code, optional } of fields) {
        const value = optional ? unwrap(code(frame)) : code(frame);
        if (value === undefined) continue;
        if (isError(value)) return value;
        made.set(name, value);
      }
      frame.spend(COST_OF_STRUCT);
      return made;
    };
  }
}

/** @returns undefined for an optional without a value */
function unwrap(value: Result): Result | undefined {
  if (isError(value)) return value;
  return value instanceof OptionalValue ? value.value : new CelError("is no optional");
}

export function planOf(
  expr: Expr,
  checked: Checked,
  variables: ReadonlySet<string>,
): { readonly code: Code; readonly uses: ReadonlySet<string> } {
  const planner = new Planner(checked, variables);
  const code = planner.plan(expr);
  return { code, uses: planner.uses };
}
