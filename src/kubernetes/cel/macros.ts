import { quote } from "../text.ts";
import { ACCUMULATOR, type Call, type Expr, ExpressionError, type Item } from "./syntax.ts";

/** What a call means; undefined where it is no macro after all. */
type Macro = (call: Call & { readonly target: Expr }) => Expr | undefined;

/** Macros by name, number of parameters and whether they have a target. */
export type Macros = ReadonlyMap<string, Macro>;

/** @returns undefined for a call that is no macro */
export function expandMacro(call: Call, macros: Macros): Expr | undefined {
  const macro = macros.get(keyOf(call.name, call.parameters.length, call.target !== undefined));
  // Macros without a target do not look at it.
  return macro?.(call as Call & { readonly target: Expr });
}

function keyOf(name: string, parameters: number, member: boolean): string {
  return `${member ? "." : ""}${name}/${parameters}`;
}

/**
 * The macros that expressions may use.
 *
 * @param minor of Kubernetes 1, whose libraries have them
 * @param bindings whether there is `cel.bind` too
 * @see github.com/google/cel-go/parser/macro.go
 */
export function macrosOf(minor: number, bindings: boolean): Macros {
  const members: [string, number, Macro, number?][] = [
    ["all", 2, all],
    ["exists", 2, exists],
    ["exists_one", 2, existsOne],
    ["map", 2, map],
    ["map", 3, map],
    ["filter", 2, filter],
    ["optMap", 2, (call) => optional(call, true)],
    ["optFlatMap", 2, (call) => optional(call, false)],
    ["all", 3, all, 32],
    ["exists", 3, exists, 32],
    ["existsOne", 3, existsOne, 32],
    ["exists_one", 3, existsOne, 32],
    ["transformList", 3, map, 32],
    ["transformList", 4, map, 32],
    ["transformMap", 3, transformMap, 32],
    ["transformMap", 4, transformMap, 32],
    ["transformMapEntry", 3, transformMapEntry, 32],
    ["transformMapEntry", 4, transformMapEntry, 32],
    ["sortBy", 2, sortBy, 34],
  ];
  const served = members.filter(([, , , since = 0]) => since < minor);
  return new Map<string, Macro>([
    [keyOf("has", 1, false), has],
    ...(bindings ? [[keyOf("bind", 3, true), bind] as const] : []),
    ...served.map(([name, count, macro]): [string, Macro] => [keyOf(name, count, true), macro]),
  ]);
}

function has({ parameters: [part] }: Call): Expr {
  if (part?.node !== "select")
    throw new ExpressionError("has() asks for a field: has(a.b)", part?.offset ?? 0);
  return { ...part, test: true };
}

function all(call: Call & { target: Expr }): Expr {
  const { build, body } = folder(call, 1);
  const so = build.accumulated();
  return build.fold({
    initial: build.literal(true),
    condition: build.call("@not_strictly_false", so),
    step: build.call("_&&_", build.accumulated(), body[0] as Expr),
  });
}

function exists(call: Call & { target: Expr }): Expr {
  const { build, body } = folder(call, 1);
  return build.fold({
    initial: build.literal(false),
    condition: build.call("@not_strictly_false", build.call("!_", build.accumulated())),
    step: build.call("_||_", build.accumulated(), body[0] as Expr),
  });
}

function existsOne(call: Call & { target: Expr }): Expr {
  const { build, body } = folder(call, 1);
  const more = build.call("_+_", build.accumulated(), build.literal(1n));
  return build.fold({
    initial: build.literal(0n),
    condition: build.literal(true),
    step: build.call("_?_:_", body[0] as Expr, more, build.accumulated()),
    result: build.call("_==_", build.accumulated(), build.literal(1n)),
  });
}

function map(call: Call & { target: Expr }): Expr {
  const { build, body } = folder(
    call,
    call.name === "map" ? call.parameters.length - 1 : undefined,
  );
  const step = build.call("_+_", build.accumulated(), build.list(body.at(-1) as Expr));
  return build.filtered(build.list(), body, step);
}

function filter(call: Call & { target: Expr }): Expr {
  const { build, body } = folder(call, 1);
  const step = build.call("_+_", build.accumulated(), build.list(call.parameters[0] as Expr));
  return build.filtered(build.list(), [body[0] as Expr, step], step);
}

function transformMap(call: Call & { target: Expr }): Expr {
  const { build, body, first } = folder(call, undefined);
  const key: Expr = { node: "ident", name: first, offset: call.offset };
  const step = build.call("cel.@mapInsert", build.accumulated(), key, body.at(-1) as Expr);
  return build.filtered(build.map(), body, step);
}

function transformMapEntry(call: Call & { target: Expr }): Expr {
  const { build, body } = folder(call, undefined);
  const step = build.call("cel.@mapInsert", build.accumulated(), body.at(-1) as Expr);
  return build.filtered(build.map(), body, step);
}

/** `o.optMap(v, f)`: `o.hasValue() ? optional.of(f with v = o.value()) : optional.none()` */
function optional(
  { target, parameters, offset, name }: Call & { target: Expr },
  wrap: boolean,
): Expr {
  const variable = nameOf(parameters[0] as Expr, name);
  const build = new Builder(offset, target, variable, undefined);
  const bound = build.bound(variable, build.member("value", target), parameters[1] as Expr);
  return build.call(
    "_?_:_",
    build.member("hasValue", target),
    wrap ? build.call("optional.of", bound) : bound,
    build.call("optional.none"),
  );
}

/** `cel.bind(v, value, f)`: f with v = value */
function bind({ target, parameters, offset, name }: Call & { target: Expr }): Expr | undefined {
  if (target.node !== "ident" || target.name !== "cel") return undefined;
  const [variable, value, result] = parameters as [Expr, Expr, Expr];
  return new Builder(offset, target, "", undefined).bound(nameOf(variable, name), value, result);
}

function sortBy(call: Call & { target: Expr }): Expr {
  const { target, parameters, offset } = call;
  if (["literal", "map", "struct"].includes(target.node))
    throw new ExpressionError("sortBy() sorts lists", target.offset);
  const input: Expr = { node: "ident", name: "@__sortBy_input__", offset };
  const keys = map({ node: "call", name: "map", target: input, parameters, offset });
  const build = new Builder(offset, target, "", undefined);
  const sorted = build.member("@sortByAssociatedKeys", input, keys);
  return build.bound(input.name, target, sorted);
}

/**
 * Reads the variables of a macro.
 *
 * @param count how many of the last parameters are no variables, where the name tells it
 */
function folder({ name, target, parameters, offset }: Call & { target: Expr }, count?: number) {
  const two = count === undefined || parameters.length - count === 2;
  const first = nameOf(parameters[0] as Expr, name);
  const second = two ? nameOf(parameters[1] as Expr, name) : undefined;
  if (first === second)
    throw new ExpressionError(`both variables are named ${quote(first)}`, offset);
  const build = new Builder(offset, target, first, second);
  return { build, first, body: parameters.slice(two ? 2 : 1) };
}

function nameOf(variable: Expr, macro: string): string {
  if (variable.node !== "ident")
    throw new ExpressionError(`${macro}() wants the name of a variable here`, variable.offset);
  if (variable.name === "__result__")
    throw new ExpressionError(`"__result__" cannot be the name of a variable`, variable.offset);
  return variable.name;
}

interface Fold {
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result?: Expr;
}

class Builder {
  private readonly offset: number;
  private readonly range: Expr;
  private readonly variable: string;
  private readonly second: string | undefined;

  constructor(offset: number, range: Expr, variable: string, second: string | undefined) {
    this.offset = offset;
    this.range = range;
    this.variable = variable;
    this.second = second;
  }

  literal(value: boolean | bigint): Expr {
    return { node: "literal", value, offset: this.offset };
  }

  accumulated(): Expr {
    return { node: "ident", name: ACCUMULATOR, offset: this.offset };
  }

  list(...values: Expr[]): Expr {
    const items: Item[] = values.map((value) => ({ value, optional: false }));
    return { node: "list", items, offset: this.offset };
  }

  map(): Expr {
    return { node: "map", entries: [], offset: this.offset };
  }

  call(name: string, ...parameters: Expr[]): Expr {
    return { node: "call", name, target: undefined, parameters, offset: this.offset };
  }

  member(name: string, target: Expr, ...parameters: Expr[]): Expr {
    return { node: "call", name, target, parameters, offset: this.offset };
  }

  fold({ initial, condition, step, result = this.accumulated() }: Fold): Expr {
    const { range, variable, second, offset } = this;
    const accumulator = ACCUMULATOR;
    const parts = { range, variable, second, accumulator, initial, condition, step, result };
    return { node: "comprehension", ...parts, offset };
  }

  /** A fold whose step is taken only for what fits the first of two parts of the body. */
  filtered(initial: Expr, body: readonly Expr[], step: Expr): Expr {
    const taken =
      body.length > 1 ? this.call("_?_:_", body[0] as Expr, step, this.accumulated()) : step;
    return this.fold({ initial, condition: this.literal(true), step: taken });
  }

  /** An expression with a variable: a fold over nothing. */
  bound(name: string, value: Expr, result: Expr): Expr {
    return {
      node: "comprehension",
      range: this.list(),
      variable: "#unused",
      second: undefined,
      accumulator: name,
      initial: value,
      condition: this.literal(false),
      step: { node: "ident", name, offset: this.offset },
      result,
      offset: this.offset,
    };
  }
}
