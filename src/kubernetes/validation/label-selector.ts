import { labelKeyProblem, labelValueProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { LabelSelector } from "../types/meta.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";
import { validateLabels } from "./object-meta.ts";

/**
 * A LabelSelector; one that is left out is fine here.
 *
 * @param options.anyValue values that are no label values are let through, as in some old fields
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector
 */
export function validateLabelSelector(
  selector: Decoded<LabelSelector> | undefined,
  path: FieldPath,
  to: Complaints,
  options: { readonly anyValue?: boolean } = {},
): void {
  validateLabels(selector?.matchLabels, path.field("matchLabels"), to);
  for (const [index, each] of (selector?.matchExpressions ?? []).entries()) {
    const at = path.field("matchExpressions").index(index);
    const { key = "", operator = "", values = [] } = each;
    if (operator === "In" || operator === "NotIn") {
      if (values.length === 0)
        to.required(at.field("values"), `${operator} needs at least one value`);
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      if (values.length > 0) to.forbidden(at.field("values"), `${operator} takes no values`);
    } else {
      const choices = "In, NotIn, Exists, DoesNotExist";
      to.invalid(at.field("operator"), `${quote(operator)} is none of ${choices}`);
    }
    to.problem(at.field("key"), labelKeyProblem(key));
    if (options.anyValue) continue;
    for (const [position, value] of values.entries())
      to.problem(at.field("values").index(position), labelValueProblem(value));
  }
}
