import {
  cardinality,
  compile,
  type Declared,
  estimateCost,
  MOST_ESTIMATED_COST_OF_RULE,
  type Program,
  ruleEnvironment,
} from "../../cel/index.ts";
import { quote } from "../../text.ts";
import type { ValidationRule } from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import type { Props } from "./props.ts";
import { refusedWord } from "./refused-words.ts";
import type { RuleScope } from "./rule-scope.ts";
import type { Place } from "./schema.ts";
import { followPath } from "./schema-path.ts";

const REASONS = [
  "FieldValueDuplicate",
  "FieldValueForbidden",
  "FieldValueInvalid",
  "FieldValueRequired",
];

/**
 * The rules at a schema: what is written around the expressions, then, where nothing in the schema
 * is wrong, the expressions themselves.
 *
 * @param before how many complaints there were before this schema was looked at
 * @see …/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema
 */
export function validateRules(
  props: Props,
  path: FieldPath,
  place: Place,
  before: number,
  to: Complaints,
  celErrors: Complaints,
): void {
  const rules = props["x-kubernetes-validations"] ?? [];
  const at = path.field("x-kubernetes-validations");
  for (const [index, rule] of rules.entries()) validateText(rule, props, at.index(index), to);
  if (rules.length === 0 || to.errors.length > before || !place.rules) return;
  const { declared } = place.rules;
  if (!declared) {
    celErrors.invalid(at, "rules need a schema whose type is known");
    return;
  }
  for (const [index, rule] of rules.entries())
    validateRule(rule, declared, place.rules, place.noOldSelf, at.index(index), celErrors);
}

function validateText(rule: ValidationRule, props: Props, path: FieldPath, to: Complaints): void {
  const { message = "", messageExpression = "", reason, fieldPath = "" } = rule;
  const text = trimmed(rule.rule ?? "");
  if (text === "") to.required(path.field("rule"));
  else if (message !== "" && trimmed(message) === "")
    to.invalid(path.field("message"), "must not be blank");
  else if (/[\n\r]/.test(trimmed(message)))
    to.invalid(path.field("message"), "must stand on one line");
  else if (/[\n\r]/.test(text) && trimmed(message) === "")
    to.required(path.field("message"), "a rule of several lines needs a message");
  if (messageExpression !== "" && trimmed(messageExpression) === "")
    to.required(path.field("messageExpression"), "must not be blank");
  if (reason !== undefined && !REASONS.includes(reason))
    to.unsupported(path.field("reason"), reason, REASONS);
  if (fieldPath === "") return;
  const at = path.field("fieldPath");
  if (trimmed(fieldPath) === "") to.invalid(at, "must not be blank");
  if (/[\n\r]/.test(fieldPath)) to.invalid(at, "must stand on one line");
  const found = refusedWord(props, path) === undefined ? followPath(fieldPath, props) : undefined;
  if (typeof found === "string") to.invalid(at, `${quote(fieldPath)} is no path here: ${found}`);
}

/** As Go's strings.TrimSpace trims. */
function trimmed(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, "");
}

function validateRule(
  rule: ValidationRule,
  declared: Declared,
  scope: RuleScope,
  noOldSelf: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const environment = ruleEnvironment(declared, to.minor, rule.optionalOldSelf === true);
  const at = path.field("rule");
  const program = compiled(rule.rule, "bool", environment, at, to);
  if (rule.optionalOldSelf !== undefined && !program?.uses.has("oldSelf"))
    to.invalid(path.field("optionalOldSelf"), "may be given only where the rule uses oldSelf");
  if (!program) return;
  const cost = estimateCost(program, declared) * (scope.times ?? cardinality(declared));
  observe(cost, at, scope, to);
  if (rule.messageExpression) {
    const place = path.field("messageExpression");
    const message = compiled(rule.messageExpression, "string", environment, place, to);
    if (message) observe(estimateCost(message, declared), place, scope, to);
  }
  if (noOldSelf && program.uses.has("oldSelf"))
    to.invalid(at, "oldSelf cannot be used here: which value it was before cannot be told");
}

function compiled(
  text: string,
  type: "bool" | "string",
  environment: ReturnType<typeof ruleEnvironment>,
  path: FieldPath,
  to: Complaints,
): Program | undefined {
  const result = compile(text, environment);
  if ("problem" in result) {
    const { message, offset } = result.problem;
    to.invalid(path, `${message}, at ${quote(text.slice(offset, offset + 20))}`);
    return undefined;
  }
  if (result.program.outputType.kind === type) return result.program;
  to.invalid(path, `must result in a ${type}`);
  return undefined;
}

function observe(cost: number, path: FieldPath, scope: RuleScope, to: Complaints): void {
  scope.total.add(path, cost);
  if (cost > MOST_ESTIMATED_COST_OF_RULE) to.forbidden(path, "may cost too much to evaluate", DEAR);
}

/** What makes rules cheaper. */
export const DEAR = "set maxItems, maxProperties and maxLength on what it looks at";
