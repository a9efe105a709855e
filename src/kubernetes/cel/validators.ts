import { re2Problem } from "../re2/index.ts";
import { quote } from "../text.ts";
import type { Checked } from "./checked.ts";
import { checkFormat } from "./format-check.ts";
import { type Call, type Entry, type Expr, ExpressionError, type Item } from "./syntax.ts";
import { type CelType, sameType, textOfType } from "./type.ts";

/**
 * What the server checks of an expression whose types fit: patterns, formats, and that the items of
 * a list are of exactly one type.
 *
 * @throws ExpressionError at what is wrong
 * @see github.com/google/cel-go/cel/validator.go
 */
export function validateLiterals(expr: Expr, checked: Checked): void {
  walk(expr, checked, false);
}

/** @param mixed within what format() gets lists may hold values of several types */
function walk(part: Expr, checked: Checked, mixed: boolean): void {
  if (part.node === "call") validateCall(part, checked);
  else if (part.node === "list" && !mixed) validateItems(part.items, checked);
  else if (part.node === "map" && !mixed) validateEntries(part.entries, checked);
  const within = mixed || (part.node === "call" && part.name === "format");
  for (const child of childrenOf(part)) walk(child, checked, within);
}

function validateCall(call: Call, checked: Checked): void {
  const [first, second] = call.parameters;
  // Of `matches(text, pattern)` the server looks at the text too, as if it were the pattern.
  if (call.name === "matches") validatePattern(first);
  if (call.name === "matches" && !call.target) validatePattern(second);
  if (call.name === "find" || call.name === "findAll") validatePattern(first);
  if (call.name === "format") checkFormat(call, checked);
}

function validatePattern(part: Expr | undefined): void {
  if (part?.node !== "literal" || typeof part.value !== "string") return;
  const problem = re2Problem(part.value);
  if (problem === undefined) return;
  throw new ExpressionError(
    `${quote(part.value)} is no regular expression: ${problem}`,
    part.offset,
  );
}

function validateItems(items: readonly Item[], checked: Checked): void {
  const [first, ...others] = items.map((item) => typeOfItem(item, checked));
  for (const [at, type] of others.entries()) same(first, type, items[at + 1]?.value as Expr);
}

function validateEntries(entries: readonly Entry[], checked: Checked): void {
  const [first] = entries;
  if (!first) return;
  for (const entry of entries) {
    same(checked.type(first.key), checked.type(entry.key), entry.key);
    same(typeOfItem(first, checked), typeOfItem(entry, checked), entry.value);
  }
}

function typeOfItem({ value, optional }: Item, checked: Checked): CelType {
  const type = checked.type(value);
  return optional ? (type.parameters[0] ?? type) : type;
}

function same(wanted: CelType | undefined, given: CelType, { offset }: Expr): void {
  if (!wanted || sameType(wanted, given)) return;
  const [right, wrong] = [textOfType(wanted), textOfType(given)];
  throw new ExpressionError(
    `all values must be of one type: the first is ${right}, this is ${wrong}`,
    offset,
  );
}

function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.node) {
    case "select":
      return [expr.operand];
    case "call":
      return expr.target ? [expr.target, ...expr.parameters] : expr.parameters;
    case "list":
      return expr.items.map(({ value }) => value);
    case "map":
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case "struct":
      return expr.fields.map(({ value }) => value);
    case "comprehension":
      return [expr.range, expr.initial, expr.condition, expr.step, expr.result];
    default:
      return [];
  }
}
