import type { Overload } from "./declarations.ts";
import { byValues } from "./library/standard.ts";
import type { Code, Planner } from "./plan.ts";
import { qualify } from "./qualify.ts";
import { costOfCall } from "./runtime-cost.ts";
import { type Call, type Expr, ExpressionError } from "./syntax.ts";
import type { CelType } from "./type.ts";
import {
  CelError,
  type CelValue,
  isError,
  isMapValue,
  ListValue,
  noSuchOverload,
  OptionalValue,
  type Result,
  typeOfValue,
  Uint,
} from "./value.ts";

/** Conversions of constants are done before an expression runs, and must not fail. */
const CONVERSIONS = new Set(
  "bool bytes double duration dyn int string timestamp type uint".split(" "),
);

export function planCall(call: Call, planner: Planner): Code {
  const name = planner.checked.names.get(call) ?? call.name.replace(/^\./, "");
  const target = planner.checked.names.has(call) ? undefined : call.target;
  const all = target ? [target, ...call.parameters] : call.parameters;
  const parts = all.map((each) => planner.plan(each));
  const overloads = planner.checked.overloads.get(call) ?? [];
  switch (name) {
    case "_&&_":
      return logical(parts, false);
    case "_||_":
      return logical(parts, true);
    case "_?_:_":
      return conditional(parts);
    case "@not_strictly_false":
      return notStrictlyFalse(parts);
    case "_[_]":
    case "_[?_]":
    case "_?._":
      requireKey(all[1] as Expr, planner);
      return index(parts, name !== "_[_]");
    case "or":
    case "orValue":
      return alternative(parts, name === "or");
  }
  // The server does not even look at what might be in an empty list.
  const [, within] = all;
  const isNowhere = within?.node === "list" && within.items.length === 0;
  if (name === "@in" && isNowhere && overloads.length === 1) return planner.constant(call, false);
  const run = strict(name, parts, overloads);
  const constant = CONVERSIONS.has(name) ? convert(call, all, overloads, planner) : undefined;
  return constant === undefined ? run : planner.constant(call, constant);
}

/** `&&` and `||` are decided by one side where that is enough, also when the other one is wrong. */
function logical(parts: readonly Code[], enough: boolean): Code {
  return (frame) => {
    let problem: CelError | undefined;
    for (const part of parts) {
      const value = part(frame);
      if (value === enough) return enough;
      if (typeof value !== "boolean") problem ??= isError(value) ? value : noSuchOverload();
    }
    return problem ?? !enough;
  };
}

function conditional([condition, then, otherwise]: readonly Code[]): Code {
  return (frame) => {
    const value = (condition as Code)(frame);
    if (isError(value)) return value;
    if (typeof value !== "boolean") return noSuchOverload();
    return ((value ? then : otherwise) as Code)(frame);
  };
}

function notStrictlyFalse([part]: readonly Code[]): Code {
  return (frame) => {
    const value = (part as Code)(frame);
    frame.spend(1);
    return typeof value === "boolean" ? value : true;
  };
}

function index([operand, key]: readonly Code[], optional: boolean): Code {
  return (frame) => {
    const value = (operand as Code)(frame);
    if (isError(value)) return value;
    const at = (key as Code)(frame);
    frame.spend(1);
    return isError(at) ? at : qualify(value, at, optional);
  };
}

/** @throws ExpressionError for a constant that nothing can be found by */
function requireKey(key: Expr, planner: Planner): void {
  const constant = planner.constantOf(key);
  if (constant === undefined || isError(constant)) return;
  if (typeof constant === "object" && !(constant instanceof Uint))
    throw new ExpressionError("a value of this type is no key and no index", key.offset);
}

/** The second part is looked at only where the first is an optional without a value. */
function alternative([first, second]: readonly Code[], whole: boolean): Code {
  return (frame) => {
    const value = (first as Code)(frame);
    if (isError(value)) return value;
    // The server lets a dynamic value pass that is no optional.
    if (!(value instanceof OptionalValue)) return value;
    if (value.value !== undefined) return whole ? value : value.value;
    return (second as Code)(frame);
  };
}

function strict(name: string, parts: readonly Code[], overloads: readonly Overload[]): Code {
  const always = byValues.get(name);
  return (frame) => {
    const values: CelValue[] = [];
    for (const part of parts) {
      const value = part(frame);
      if (isError(value)) return value;
      values.push(value);
    }
    const overload = always ? overloads[0] : overloads.find((each) => fits(each, values));
    const run = always ?? overload?.run;
    if (!run) return noSuchOverload();
    const result = run(...(values as never[]));
    frame.spend(costOfCall(name, overload?.id ?? "", values, result));
    return result;
  };
}

function fits({ parameters }: Overload, values: readonly CelValue[]): boolean {
  return parameters.every((parameter, at) => isOf(values[at] as CelValue, parameter));
}

/** Of a list and a map only the first item and entry are looked at. */
function isOf(value: CelValue, type: CelType): boolean {
  if (type.kind === "dyn" || type.kind === "parameter") return true;
  const own = typeOfValue(value);
  if (own.kind !== type.kind || own.name !== type.name) return false;
  if (value instanceof ListValue) return isItem(value.get(0), type.parameters[0] as CelType);
  if (!isMapValue(value)) return true;
  const [key] = value.keys();
  return (
    key === undefined ||
    (isOf(key, type.parameters[0] as CelType) &&
      isItem(value.find(key), type.parameters[1] as CelType))
  );
}

function isItem(item: Result | undefined, type: CelType): boolean {
  return item === undefined || (!isError(item) && isOf(item, type));
}

/** @throws ExpressionError for a constant that cannot be converted */
function convert(
  call: Call,
  parts: readonly Expr[],
  overloads: readonly Overload[],
  planner: Planner,
): Result | undefined {
  const values = parts.map((part) => planner.constantOf(part));
  const [value] = values;
  if (values.length !== 1 || value === undefined || isError(value)) return undefined;
  const overload = overloads.find((each) => fits(each, [value]));
  const result = overload ? overload.run(value as never) : noSuchOverload();
  if (result instanceof CelError) throw new ExpressionError(result.message, call.offset);
  return result;
}
