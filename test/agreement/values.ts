import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Schema } from "../../src/kubernetes/schema.ts";

interface Stored {
  readonly texts: readonly (readonly unknown[])[];
  readonly [list: string]: readonly unknown[];
}

const stored = load(readFileSync(join(import.meta.dirname, "values.yaml"), "utf8")) as Stored;
const spelt = (values: readonly unknown[]) =>
  values.map((value) =>
    typeof value === "object" && value !== null && "long" in value
      ? "x".repeat(value.long as number)
      : value,
  );
const listOf = (name: string) => spelt(stored[name] ?? []);

const texts = spelt(stored.texts.flat());
const integers = listOf("integers");

const others: Readonly<Partial<Record<Schema["type"], readonly unknown[]>>> = {
  boolean: [true, false],
  int32: integers,
  int64: integers,
  integer: integers,
  number: listOf("numbers"),
  quantity: listOf("quantities"),
  intOrString: listOf("intOrStrings"),
  dateTime: listOf("times"),
  bytes: listOf("bytes"),
};

/** Keys for a map. */
export const keys = listOf("keys") as readonly string[];

/** Values of a scalar's own type, right and wrong ones. */
export function valuesFor(schema: Schema): readonly unknown[] {
  const choices = (schema.rules.enum ?? []) as readonly string[];
  if (choices.length === 0) return others[schema.type] ?? texts;
  const misspelt = choices.flatMap((choice) => [String(choice).toLowerCase(), `${choice}s`]);
  return [...choices, ...choices, ...misspelt, "", "x"];
}

/** Values that are certainly not of the type. */
export function mistypedFor({ type }: Schema): readonly unknown[] {
  switch (type) {
    case "string":
    case "bytes":
    case "dateTime":
      return [42, true, ["a"], { a: 1 }];
    case "boolean":
      return ["true", 1, "yes"];
    case "int32":
    case "int64":
    case "integer":
    case "number":
      return ["1", true, [1]];
    case "quantity":
    case "intOrString":
      return [["1"], { a: 1 }, true];
    case "list":
      return ["a", { a: 1 }, 1];
    default:
      return ["a", ["a"], 1];
  }
}
