import type { Code } from "./plan.ts";
import { CelError, type Result } from "./value.ts";

/** Thrown when an evaluation costs more than it may: nothing catches it but `evaluate`. */
export class CostExceeded extends Error {}

class Unread {
  readonly code: Code;

  constructor(code: Code) {
    this.code = code;
  }
}

/** What an expression sees while it runs, and what it may still cost. */
export class Frame {
  cost = 0;
  private readonly limit: number;
  private readonly variables: Readonly<Record<string, Result>>;
  private readonly slots: (Result | Unread)[] = [];

  constructor(variables: Readonly<Record<string, Result>>, limit: number) {
    this.variables = variables;
    this.limit = limit;
  }

  spend(cost: number): void {
    this.cost += cost;
    if (this.cost > this.limit) throw new CostExceeded();
  }

  variable(name: string): Result {
    this.spend(1);
    if (!Object.hasOwn(this.variables, name)) return new CelError(`no such attribute(s): ${name}`);
    return this.variables[name] as Result;
  }

  local(slot: number): Result {
    this.spend(1);
    const found = this.slots[slot] as Result | Unread;
    if (!(found instanceof Unread)) return found;
    const value = found.code(this);
    this.slots[slot] = value;
    return value;
  }

  set(slot: number, value: Result): void {
    this.slots[slot] = value;
  }

  /** The value is found when it is first read. */
  setLazily(slot: number, code: Code): void {
    this.slots[slot] = new Unread(code);
  }
}
