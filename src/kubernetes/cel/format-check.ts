import type { Checked } from "./checked.ts";
import { type Call, type Expr, ExpressionError } from "./syntax.ts";
import { type TypeKind, textOfType } from "./type.ts";

const WHOLE: readonly TypeKind[] = ["int", "uint"];
const TEXT: readonly TypeKind[] = [
  "list",
  "map",
  "int",
  "uint",
  "double",
  "bool",
  "string",
  "timestamp",
  "bytes",
  "duration",
  "type",
  "null",
];

const FITTING: ReadonlyMap<string, readonly TypeKind[]> = new Map([
  ["s", TEXT],
  ["d", WHOLE],
  ["f", ["double", "string"]],
  ["e", ["double", "string"]],
  ["b", [...WHOLE, "bool"]],
  ["x", [...WHOLE, "string", "bytes"]],
  ["X", [...WHOLE, "string", "bytes"]],
  ["o", WHOLE],
]);

/**
 * Checks `"…".format([…])` where both are written out.
 *
 * @throws ExpressionError where the clauses and the values do not go together
 * @see github.com/google/cel-go/ext/formatting.go stringFormatValidator
 */
export function checkFormat({ target, parameters: [list], offset }: Call, checked: Checked): void {
  if (target?.node !== "literal" || typeof target.value !== "string" || list?.node !== "list")
    return;
  let count = 0;
  for (const [clause, precision, verb] of target.value.matchAll(/%(?:%|(\.\d*)?(.)?)/gsu)) {
    if (clause === "%%") continue;
    const item = list.items[count++]?.value;
    const kinds = FITTING.get(verb ?? "");
    if (!kinds || precision === ".")
      throw new ExpressionError(`there is no clause "${clause}" of format()`, target.offset);
    if (!item) throw new ExpressionError(`format() gets no value for its ${count}. clause`, offset);
    checkItem(item, verb as string, kinds, checked);
  }
  if (list.items.length > count)
    throw new ExpressionError(
      `format() gets ${list.items.length} values for ${count} clauses`,
      offset,
    );
}

function checkItem(item: Expr, verb: string, kinds: readonly TypeKind[], checked: Checked): void {
  const type = checked.type(item);
  if (type.kind !== "dyn" && !kinds.includes(type.kind))
    throw new ExpressionError(`"%${verb}" cannot print ${textOfType(type)}`, item.offset);
  if (verb !== "s") return;
  const inner =
    item.node === "list"
      ? item.items.map(({ value }) => value)
      : item.node === "map"
        ? item.entries.flatMap(({ key, value }) => [key, value])
        : [];
  for (const part of inner) checkItem(part, verb, kinds, checked);
}
