import { assign, assignAll, type Bindings, substitute } from "./assign.ts";
import type { Overload } from "./declarations.ts";
import { type CelType, parameter } from "./type.ts";

/** What the checker knows so far of the types that are still open. */
export class Inference {
  private bindings: Bindings = new Map();
  private parameters = 0;

  /** Whether values of one type can be where the other is wanted; if so, that they are is remembered. */
  fits(from: CelType, to: CelType): boolean {
    const bindings = assign(this.bindings, from, to);
    if (bindings) this.bindings = bindings;
    return bindings !== undefined;
  }

  fitsAll(from: readonly CelType[], to: readonly CelType[]): boolean {
    const bindings = assignAll(this.bindings, from, to);
    if (bindings) this.bindings = bindings;
    return bindings !== undefined;
  }

  /** A type as far as it is known; what is open stays open. */
  known(type: CelType): CelType {
    return substitute(this.bindings, type, "keep");
  }

  /** A type in the end: what is open is dynamic. */
  final(type: CelType): CelType {
    return substitute(this.bindings, type, "dyn");
  }

  /** A type that is not known at all. */
  open(): CelType {
    return parameter(`_${this.parameters++}`);
  }

  /** A form of a function with type parameters of its own, that nothing else is bound to. */
  instance({ free, parameters, result }: Overload) {
    if (free.length === 0) return { parameters, result };
    const own = new Map(free.map((name) => [name, this.open()]));
    return {
      parameters: parameters.map((each) => substitute(own, each, "keep")),
      result: substitute(own, result, "keep"),
    };
  }
}
