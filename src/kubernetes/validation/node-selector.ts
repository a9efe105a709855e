import { dns1123SubdomainProblem, labelKeyProblem, labelValueProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from "../types/core.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";

const OPERATORS = "In, NotIn, Exists, DoesNotExist, Gt, Lt";

/**
 * Which nodes are meant: those that fit one of its terms.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNodeSelector
 */
export function validateNodeSelector(
  { nodeSelectorTerms = [] }: Decoded<NodeSelector>,
  path: FieldPath,
  to: Complaints,
  options: { readonly anyValue?: boolean } = {},
): void {
  const at = path.field("nodeSelectorTerms");
  if (nodeSelectorTerms.length === 0) to.required(at, "must have at least one term");
  for (const [index, term] of nodeSelectorTerms.entries())
    validateNodeSelectorTerm(term, at.index(index), to, options);
}

/**
 * @param options.anyValue values that are no label values are let through, as in preferences
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNodeSelectorTerm
 */
export function validateNodeSelectorTerm(
  { matchExpressions = [], matchFields = [] }: Decoded<NodeSelectorTerm>,
  path: FieldPath,
  to: Complaints,
  { anyValue = false }: { readonly anyValue?: boolean } = {},
): void {
  for (const [index, each] of matchExpressions.entries())
    validateLabels(each, path.field("matchExpressions").index(index), to, anyValue);
  for (const [index, each] of matchFields.entries())
    validateField(each, path.field("matchFields").index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNodeSelectorRequirement */
function validateLabels(
  { key = "", operator = "", values = [] }: Decoded<NodeSelectorRequirement>,
  path: FieldPath,
  to: Complaints,
  anyValue: boolean,
): void {
  const at = path.field("values");
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) to.required(at, `${operator} needs at least one value`);
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) to.forbidden(at, `${operator} takes no values`);
  } else if (operator === "Gt" || operator === "Lt") {
    if (values.length !== 1) to.required(at, `${operator} needs exactly one value`);
  } else {
    to.invalid(path.field("operator"), `${quote(operator)} is none of ${OPERATORS}`);
  }
  to.problem(path.field("key"), labelKeyProblem(key));
  // The server began to look at the values in 1.33.
  if (anyValue || to.minor < 33) return;
  for (const [index, value] of values.entries())
    to.problem(at.index(index), labelValueProblem(value));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNodeFieldSelectorRequirement */
function validateField(
  { key = "", operator = "", values = [] }: Decoded<NodeSelectorRequirement>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("values");
  if (operator !== "In" && operator !== "NotIn")
    to.invalid(path.field("operator"), `${quote(operator)} is none of In, NotIn`);
  else if (values.length !== 1) to.required(at, `${operator} needs exactly one value for a field`);
  if (key !== "metadata.name") {
    to.invalid(path.field("key"), `nodes are selected by the field "metadata.name" alone`);
    return;
  }
  for (const [index, value] of values.entries())
    to.problem(at.index(index), dns1123SubdomainProblem(value));
}
