import {
  type CelValue,
  compile,
  declare,
  estimateCost,
  evaluate,
  ruleEnvironment,
  structuredValue,
  textOfType,
} from "../../../src/kubernetes/cel/index.ts";
import { textOfDuration } from "../../../src/kubernetes/cel/library/conversions.ts";
import { textOfTimestamp } from "../../../src/kubernetes/cel/time.ts";
import {
  CelError,
  Duration,
  isError,
  isMapValue,
  ListValue,
  OptionalValue,
  type Result,
  Timestamp,
  TypeValue,
  Uint,
} from "../../../src/kubernetes/cel/value.ts";
import type { JsonSchema } from "../../../src/kubernetes/json-schema.ts";

/** What is asked of an expression, of us and of Kubernetes' own CEL. */
export interface Question {
  readonly text: string;
  readonly schema: JsonSchema;
  readonly self: unknown;
  readonly oldSelf?: unknown;
  readonly minor: number;
}

/** `problem` where it does not compile; else its type, its estimated cost, and its value or error. */
export interface Answer {
  readonly problem?: string;
  readonly type?: string;
  readonly cost: number;
  readonly value?: string;
  readonly error?: string;
  readonly actual: number;
}

export function ownAnswer({ text, schema, self, oldSelf, minor }: Question): Answer {
  const declared = declare(schema, { resourceRoot: true });
  if (!declared) throw new Error("the schema of a question is no object");
  const compiled = compile(text, ruleEnvironment(declared, minor));
  if ("problem" in compiled) return { problem: compiled.problem.message, cost: 0, actual: 0 };
  const { program } = compiled;
  const values = {
    self: structuredValue(self, schema, { resourceRoot: true }),
    ...(oldSelf === undefined
      ? {}
      : { oldSelf: structuredValue(oldSelf, schema, { resourceRoot: true }) }),
  };
  const outcome = evaluate(program, values);
  const type = textOfType(program.outputType);
  const cost = estimateCost(program, declared);
  const actual = outcome.cost;
  if ("error" in outcome) return { type, cost, error: outcome.error, actual };
  return { type, cost, value: textOf(outcome.value), actual };
}

/** As the Go program prints a value. */
function textOf(value: Result): string {
  if (isError(value)) return "error";
  if (value === null || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (value instanceof Uint) return `${value.value}u`;
  if (typeof value === "number") return textOfDouble(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("hex")}`;
  if (value instanceof Timestamp)
    return `google.protobuf.Timestamp${JSON.stringify(textOfTimestamp(value))}`;
  if (value instanceof Duration)
    return `google.protobuf.Duration${JSON.stringify(textOfDuration(value))}`;
  if (value instanceof OptionalValue)
    return value.value === undefined ? "none" : `optional(${textOf(value.value)})`;
  if (value instanceof ListValue) return `[${Array.from(value, textOf).join(", ")}]`;
  if (value instanceof TypeValue) return `type ${value.name}`;
  if (!isMapValue(value)) return value.type.name;
  const entries = value
    .keys()
    .map((key: CelValue) => `${textOf(key)}: ${textOf(value.find(key) ?? new CelError(""))}`);
  return `{${entries.sort().join(", ")}}`;
}

function textOfDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return Object.is(value, -0) ? "-0.0" : `${value}.0`;
  const [digits = "", exponent = ""] = value.toExponential(11).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 12) return String(Number(value.toPrecision(12)));
  const sign = power < 0 ? "-" : "+";
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}
