import {
  structuredValue as celValueOf,
  declare,
  evaluate,
  isError,
  MOST_COST_OF_CALL,
  MOST_COST_OF_OBJECT,
  NONE,
  OptionalValue,
  type Program,
  type Result,
} from "../cel/index.ts";
import { isFields } from "../fields.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { ValidationRule } from "../types/apiextensions.ts";
import type { Complaints, Reason } from "../validation/complaints.ts";
import type { FieldPath } from "../validation/field-path.ts";
import { type CompiledRule, hasRules, rulesAt } from "./compiled-rules.ts";
import { Previous } from "./previous.ts";
import type { Structural } from "./structural.ts";

/** A value, what it was before, and where. */
interface Part {
  readonly value: unknown;
  /** Undefined where the server cannot tell which value it was. */
  readonly old: unknown;
  /** For what is left as it was; `above` is that of the object or list around. */
  readonly previous: Previous | undefined;
  readonly above: Previous | undefined;
  readonly path: FieldPath;
  readonly isResource: boolean;
}

const LONGEST_MESSAGE = 5 * 1024;

const reasons: Readonly<Record<string, Reason>> = {
  FieldValueForbidden: "forbidden",
  FieldValueRequired: "required",
  FieldValueDuplicate: "duplicate",
};

/**
 * Evaluates the rules of a schema and of all schemas within it.
 *
 * @param old the stored value; undefined on create
 * @param isResource whether the value is a whole resource
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go Validator.Validate
 */
export function checkRules(
  value: unknown,
  old: unknown,
  schema: Structural,
  path: FieldPath,
  to: Complaints,
  isResource = schema.isEmbedded,
): void {
  if (!hasRules(schema.schema)) return;
  const previous = old === undefined ? undefined : new Previous(value, old, schema);
  const part = { value, old, previous, above: undefined, path, isResource };
  new Evaluation(to).visit(part, schema);
}

/** All rules on one object, which may cost so much together. */
class Evaluation {
  private readonly to: Complaints;
  private budget = MOST_COST_OF_OBJECT;

  constructor(to: Complaints) {
    this.to = to;
  }

  visit(part: Part, schema: Structural): void {
    const { value, isResource } = part;
    if (value === null || value === undefined || this.budget < 0) return;
    if (!hasRules(schema.schema)) return;
    if (!declare(schema.schema, { resourceRoot: isResource })) return;
    this.evaluateAll(part, schema);
    if (Array.isArray(value)) this.visitItems(part, value, schema);
    else if (isFields(value)) this.visitFields(part, value, schema);
  }

  private visitItems(part: Part, items: readonly unknown[], schema: Structural): void {
    const inner = schema.items;
    if (!inner) return;
    const stored = new Previous(items, part.old, schema, false);
    for (const [index, value] of items.entries()) {
      const before = stored.index(index);
      const above = part.previous ?? part.above;
      const previous = part.previous ? before : undefined;
      const path = part.path.index(index);
      const isResource = inner.isEmbedded;
      this.visit({ value, old: before?.old, previous, above, path, isResource }, inner);
    }
  }

  private visitFields(part: Part, fields: Record<string, unknown>, schema: Structural): void {
    const before = isFields(part.old) ? part.old : {};
    for (const name of Object.keys(fields)) {
      const isNamed = schema.has(name);
      const inner = schema.field(name);
      if (!inner) continue;
      const isVersion = part.previous?.isRoot && (name === "apiVersion" || name === "kind");
      const above = part.previous ?? part.above;
      const inside: Part = {
        value: fields[name],
        old: Object.hasOwn(before, name) ? before[name] : undefined,
        previous: isVersion ? undefined : part.previous?.key(name),
        above: isVersion ? undefined : above,
        path: isNamed ? part.path.field(name) : part.path.key(name),
        isResource: inner.isEmbedded,
      };
      this.visit(inside, inner);
    }
  }

  private evaluateAll(part: Part, schema: Structural): void {
    const rules = rulesAt(schema, part.isResource);
    if (rules.length === 0) return;
    const self = read(part.value, schema.schema, part.isResource);
    const old = part.old ?? undefined;
    const oldSelf = old === undefined ? undefined : read(old, schema.schema, part.isResource);
    for (const rule of rules) {
      if (this.budget < 0) return;
      const isOptional = rule.rule.optionalOldSelf === true;
      if (rule.usesOldSelf && oldSelf === undefined && !isOptional) continue;
      this.evaluateOne(rule, { self, ...(rule.usesOldSelf && oldOf(oldSelf, isOptional)) }, part);
    }
  }

  private evaluateOne(
    rule: CompiledRule,
    values: Readonly<Record<string, Result>>,
    part: Part,
  ): void {
    const { program } = rule;
    if (!program) {
      this.to.invalid(part.path, `a rule does not compile: ${rule.rule.rule}`);
      return;
    }
    const outcome = this.run(program, values);
    if (outcome === undefined || "error" in outcome) {
      const why = outcome?.error ?? "the rules of this object cost too much together";
      this.to.invalid(part.path, `a rule cannot be evaluated: ${why} (${textOf(rule.rule)})`);
      return;
    }
    if (outcome.value === true) return;
    const { previous, above } = part;
    if (!rule.usesOldSelf && (previous ?? above)?.isSame) return;
    const reason = reasons[rule.rule.reason ?? ""] ?? "invalid";
    this.to.add(reason, rule.at(part.path), this.messageOf(rule, values));
  }

  /** @returns undefined where nothing is left to spend */
  private run(program: Program, values: Readonly<Record<string, Result>>) {
    const mostCost = Math.min(this.budget, MOST_COST_OF_CALL);
    const outcome = evaluate(program, values, { mostCost });
    const isExceeded = "error" in outcome && outcome.exceeded === true;
    this.budget = isExceeded ? -1 : this.budget - outcome.cost;
    return this.budget < 0 && !isExceeded ? undefined : outcome;
  }

  private messageOf(rule: CompiledRule, values: Readonly<Record<string, Result>>): string {
    const outcome = rule.message && this.run(rule.message, values);
    if (outcome && "value" in outcome && typeof outcome.value === "string") {
      const text = outcome.value.trim();
      if (text !== "" && !text.includes("\n") && Buffer.byteLength(text) <= LONGEST_MESSAGE)
        return text;
    }
    return textOf(rule.rule);
  }
}

function read(value: unknown, schema: JsonSchema, resourceRoot: boolean): Result {
  return celValueOf(value, schema, { resourceRoot });
}

function oldOf(oldSelf: Result | undefined, isOptional: boolean): { oldSelf: Result } {
  if (!isOptional) return { oldSelf: oldSelf as Result };
  if (oldSelf === undefined) return { oldSelf: NONE };
  return { oldSelf: isError(oldSelf) ? oldSelf : new OptionalValue(oldSelf) };
}

function textOf({ rule, message = "" }: ValidationRule): string {
  return message === "" ? `breaks the rule ${rule.trim()}` : message.trim();
}
