import { bool, type CelType, nullType, string } from "../../cel/index.ts";
import { qualifiedNameProblem } from "../../names.ts";
import type {
  AuditAnnotation,
  ValidatingAdmissionPolicy,
  Validation,
} from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateExpression, validateMatchConditions } from "./expressions.ts";
import { FAILURE_POLICIES, validateChoice } from "./match-rules.ts";
import { validateConstraints, validateParamKind, validateVariables } from "./policy-parts.ts";

const REASONS = ["Forbidden", "Invalid", "RequestEntityTooLarge"];
const MOST_ANNOTATIONS = 20;
const LONGEST_ANNOTATION = 5 * 1024;

const path = FieldPath.root.field("spec");

/** What the expressions of one policy may refer to. */
interface Scope {
  readonly params: boolean;
  readonly variables: ReadonlyMap<string, CelType> | undefined;
}

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateValidatingAdmissionPolicySpec */
export function validateValidatingPolicy(
  { metadata, spec = {} }: Decoded<ValidatingAdmissionPolicy>,
  to: Complaints,
): void {
  const { paramKind, variables = [], validations = [], auditAnnotations = [] } = spec;
  const params = paramKind !== undefined;
  validateChoice(spec.failurePolicy, FAILURE_POLICIES, path.field("failurePolicy"), to);
  if (paramKind) validateParamKind(paramKind, path.field("paramKind"), to);
  validateConstraints(spec.matchConstraints, path.field("matchConstraints"), to);
  const conditions = spec.matchConditions ?? [];
  validateMatchConditions(conditions, { params, bool }, path.field("matchConditions"), to);
  const types = validateVariables(variables, params, path.field("variables"), to);
  const scope: Scope = { params, variables: variables.length > 0 ? types : undefined };
  if (validations.length === 0 && auditAnnotations.length === 0) {
    const message = "must have validations or auditAnnotations";
    to.required(path.field("validations"), message);
    to.required(path.field("auditAnnotations"), message);
  }
  for (const [index, validation] of validations.entries())
    validateValidation(validation, scope, path.field("validations").index(index), to);
  validateAnnotations(auditAnnotations, metadata?.name ?? "", scope, to);
}

function validateValidation(
  validation: Decoded<Validation>,
  scope: Scope,
  at: FieldPath,
  to: Complaints,
): void {
  const { expression = "", message = "", messageExpression = "" } = validation;
  const given = { minor: to.minor, ...scope };
  if (expression.trim() === "") to.required(at.field("expression"));
  else
    validateExpression(
      expression,
      { ...given, authorizer: true },
      [bool],
      at.field("expression"),
      to,
    );
  if (messageExpression !== "" && messageExpression.trim() === "")
    to.invalid(at.field("messageExpression"), "holds nothing but white space");
  else if (messageExpression !== "")
    validateExpression(
      messageExpression,
      { ...given, authorizer: false },
      [string],
      at.field("messageExpression"),
      to,
    );
  if (message !== "" && message.trim() === "")
    to.invalid(at.field("message"), "holds nothing but white space");
  else if (/[\n\r]/.test(message.trim())) to.invalid(at.field("message"), "must be on one line");
  validateChoice(validation.reason, REASONS, at.field("reason"), to);
}

function validateAnnotations(
  annotations: readonly Decoded<AuditAnnotation>[],
  name: string,
  scope: Scope,
  to: Complaints,
): void {
  const list = path.field("auditAnnotations");
  if (annotations.length > MOST_ANNOTATIONS)
    to.invalid(list, `has ${annotations.length} items; at most ${MOST_ANNOTATIONS} are allowed`);
  const seen = new Set<string>();
  for (const [index, { key = "", valueExpression = "" }] of annotations.entries()) {
    const at = list.index(index);
    if (name === "") to.invalid(at.field("key"), "needs a policy with a name");
    else
      to.problem(at.field("key"), qualifiedNameProblem(`${name}/${key}`, "a key of an annotation"));
    validateAnnotation(valueExpression.trim(), scope, at.field("valueExpression"), to);
    if (seen.has(key)) to.duplicate(at.field("key"), key);
    seen.add(key);
  }
}

function validateAnnotation(text: string, scope: Scope, at: FieldPath, to: Complaints): void {
  if (text === "") to.required(at);
  else if (Buffer.byteLength(text) > LONGEST_ANNOTATION)
    to.required(at, `may have at most ${LONGEST_ANNOTATION} bytes`);
  else
    validateExpression(
      text,
      { minor: to.minor, authorizer: true, ...scope },
      [string, nullType],
      at,
      to,
    );
}
