import { variableType } from "../../admission-policy/environment.ts";
import { type CelType, dyn } from "../../cel/index.ts";
import { dns1035LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { MatchResources, ParamKind, Variable } from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateExpression } from "./expressions.ts";
import { validateMatchResources } from "./match-rules.ts";

const RESERVED = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateParamKind */
export function validateParamKind(
  { apiVersion = "", kind = "" }: Decoded<ParamKind>,
  path: FieldPath,
  to: Complaints,
): void {
  validateApiVersion(apiVersion, path.field("apiVersion"), to);
  if (kind === "") to.required(path.field("kind"));
  else to.problem(path.field("kind"), dns1035LabelProblem(kind.toLowerCase()));
}

function validateApiVersion(text: string, path: FieldPath, to: Complaints): void {
  if (text === "") {
    to.required(path, "must name a group and a version");
    return;
  }
  const parts = text === "/" ? [""] : text.split("/");
  if (parts.length > 2) {
    to.invalid(path, `${quote(text)} is no group and version`, "example.com/v1");
    return;
  }
  const [group, version = ""] = parts.length === 2 ? parts : ["", ...parts];
  if (group) to.problem(path, dns1123SubdomainProblem(group));
  if (version === "") to.invalid(path, "must name a version");
  else to.problem(path, dns1035LabelProblem(version));
}

/** What a policy is for; it must name resources. */
export function validateConstraints(
  match: Decoded<MatchResources> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!match) {
    to.required(path, "must say which objects the policy is for");
    return;
  }
  validateMatchResources(match, path, to);
  if ((match.resourceRules ?? []).length === 0)
    to.required(path.field("resourceRules"), "must name at least one resource");
}

/** @returns the types of the variables, for the expressions that come after */
export function validateVariables(
  variables: readonly Decoded<Variable>[],
  params: boolean,
  path: FieldPath,
  to: Complaints,
): ReadonlyMap<string, CelType> {
  const types = new Map<string, CelType>();
  for (const [index, { name = "", expression = "" }] of variables.entries()) {
    const at = path.index(index);
    if (name.trim() === "") to.required(at.field("name"));
    else if (!/^[_a-zA-Z]\w*$/.test(name) || RESERVED.has(name))
      to.invalid(
        at.field("name"),
        `${quote(name)} is no name for a variable: letters, digits and _, no digit first`,
      );
    if (expression.trim() === "") {
      to.required(at.field("expression"));
      continue;
    }
    const given = { minor: to.minor, params, authorizer: true, variables: types };
    const type = validateExpression(expression, given, undefined, at.field("expression"), to);
    types.set(name, type ? variableType(type) : dyn);
  }
  return types;
}
