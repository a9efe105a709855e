import type { Frame } from "./frame.ts";
import { LiteralMap } from "./map-value.ts";
import type { Code, Planner } from "./plan.ts";
import type { Comprehension } from "./syntax.ts";
import { CelError, isError, isMapValue, ListValue, type Result } from "./value.ts";

/** @see github.com/google/cel-go/interpreter/interpretable.go evalFold */
export function planComprehension(expr: Comprehension, planner: Planner): Code {
  const range = planner.plan(expr.range);
  const initial = planner.plan(expr.initial);
  const accumulator = planner.enter(expr.accumulator);
  const first = planner.enter(expr.variable);
  const second = expr.second === undefined ? undefined : planner.enter(expr.second);
  const condition = planner.plan(expr.condition);
  const step = planner.plan(expr.step);
  planner.leave();
  if (second !== undefined) planner.leave();
  const result = planner.plan(expr.result);
  planner.leave();
  return (frame) => {
    const over = range(frame);
    if (isError(over)) return over;
    const pairs = pairsOf(over, second !== undefined);
    if (pairs instanceof CelError) return pairs;
    start(frame, accumulator, initial, expr);
    for (const [key, value] of pairs) {
      frame.set(first, key);
      if (second !== undefined) frame.set(second, value);
      if (condition(frame) === false) break;
      frame.set(accumulator, step(frame));
    }
    return result(frame);
  };
}

function start(frame: Frame, slot: number, initial: Code, { initial: { node } }: Comprehension) {
  // A map of a fold's own: it is filled in place.
  if (node === "map") frame.set(slot, new LiteralMap());
  else frame.setLazily(slot, initial);
}

/** With one variable: items of a list, keys of a map. */
function pairsOf(range: Result, both: boolean): Iterable<readonly [Result, Result]> | CelError {
  if (range instanceof ListValue) return itemsOf(range, both);
  if (!isMapValue(range)) return new CelError("no such overload: there are no items to go through");
  return range.keys().map((key) => [key, both ? (range.find(key) as Result) : null] as const);
}

function* itemsOf(list: ListValue, both: boolean): Generator<readonly [Result, Result]> {
  let index = 0n;
  for (const item of list) yield both ? [index++, item] : [item, null];
}
