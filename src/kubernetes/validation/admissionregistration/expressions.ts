import { type PolicyVariables, policyEnvironment } from "../../admission-policy/environment.ts";
import { type CelType, type Compiled, compile, textOfType } from "../../cel/index.ts";
import { sameType } from "../../cel/type.ts";
import { qualifiedNameProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { MatchCondition } from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const MOST_CONDITIONS = 64;
const AROUND = 30;

/**
 * Complains of an expression that does not compile, or gives a value of another type.
 *
 * @param results what it may give; undefined for anything
 * @returns the type that it gives
 */
export function validateExpression(
  text: string,
  given: PolicyVariables,
  results: readonly CelType[] | undefined,
  path: FieldPath,
  to: Complaints,
): CelType | undefined {
  const compiled: Compiled = compile(text, policyEnvironment(given));
  if ("problem" in compiled) {
    to.invalid(path, sentenceOf(text, compiled.problem));
    return undefined;
  }
  const { outputType } = compiled.program;
  if (results && !results.some((each) => sameType(each, outputType))) {
    const wanted = results.map(textOfType).join(" or ");
    to.invalid(path, `must give a value of type ${wanted}; this gives ${textOfType(outputType)}`);
    return undefined;
  }
  return outputType;
}

/** What is wrong, and where: the text from there on. */
function sentenceOf(text: string, { message, offset }: { message: string; offset: number }) {
  const rest = text.slice(offset, offset + AROUND).trim();
  const where = rest === "" || offset === 0 ? "" : `, at ${quote(rest)}`;
  return `is no expression that fits: ${message}${where}`;
}

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateMatchConditions */
export function validateMatchConditions(
  conditions: readonly Decoded<MatchCondition>[],
  { params, bool }: { readonly params: boolean; readonly bool: CelType },
  path: FieldPath,
  to: Complaints,
): void {
  if (conditions.length > MOST_CONDITIONS) to.tooMany(path, conditions.length, MOST_CONDITIONS);
  const seen = new Set<string>();
  for (const [index, { name = "", expression = "" }] of conditions.entries()) {
    const at = path.index(index);
    const text = expression.trim();
    const given = { minor: to.minor, params, authorizer: true };
    if (text === "") to.required(at.field("expression"));
    else validateExpression(text, given, [bool], at.field("expression"), to);
    if (name === "") to.required(at.field("name"));
    else to.problem(at.field("name"), qualifiedNameProblem(name, "a name of a condition"));
    if (name !== "" && seen.has(name)) to.duplicate(at.field("name"), name);
    seen.add(name);
  }
}
