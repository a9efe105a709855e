import { compile, declare, type Program, ruleEnvironment } from "../cel/index.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { ValidationRule } from "../types/apiextensions.ts";
import { followPath } from "../validation/apiextensions/schema-path.ts";
import type { FieldPath } from "../validation/field-path.ts";
import type { Structural } from "./structural.ts";
import { within } from "./within.ts";

/** A rule of a schema, ready to be evaluated. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Undefined for a rule that does not compile: the definition is refused for it. */
  readonly program: Program | undefined;
  readonly message: Program | undefined;
  readonly usesOldSelf: boolean;
  /** Adds what the rule says of which field it is about. */
  readonly at: (path: FieldPath) => FieldPath;
}

const compiled = new Map<number, WeakMap<JsonSchema, readonly CompiledRule[]>>();

/**
 * The rules at a schema.
 *
 * @param isResource whether the value is a whole resource
 */
export function rulesAt(
  { schema, validations, minor }: Structural,
  isResource: boolean,
): readonly CompiledRule[] {
  if (validations.length === 0) return [];
  let known = compiled.get(minor);
  if (!known) {
    known = new WeakMap();
    compiled.set(minor, known);
  }
  let rules = known.get(schema);
  if (!rules) {
    rules = compileAll(schema, validations, minor, isResource);
    known.set(schema, rules);
  }
  return rules;
}

function compileAll(
  schema: JsonSchema,
  validations: readonly ValidationRule[],
  minor: number,
  isResource: boolean,
): readonly CompiledRule[] {
  const declared = declare(schema, { resourceRoot: isResource });
  if (!declared) return [];
  return validations.map((rule) => {
    const environment = ruleEnvironment(declared, minor, rule.optionalOldSelf === true);
    const program = programOf(rule.rule, environment);
    const message = rule.messageExpression
      ? programOf(rule.messageExpression, environment)
      : undefined;
    const usesOldSelf = program?.uses.has("oldSelf") ?? false;
    return { rule, program, message, usesOldSelf, at: placeOf(rule, schema) };
  });
}

function programOf(
  text: string,
  environment: ReturnType<typeof ruleEnvironment>,
): Program | undefined {
  const result = compile(text, environment);
  return "program" in result ? result.program : undefined;
}

function placeOf({ fieldPath }: ValidationRule, schema: JsonSchema): CompiledRule["at"] {
  const found = fieldPath ? followPath(fieldPath, schema) : undefined;
  if (found === undefined || typeof found === "string") return (path) => path;
  return (path) => {
    let at = path;
    for (const { name, isKey } of found.steps) at = isKey ? at.key(name) : at.field(name);
    return at;
  };
}

/** Whether a schema or one within it has rules. */
export const hasRules = within((schema) => (schema["x-kubernetes-validations"]?.length ?? 0) > 0);
