import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type { PodResourceClaim } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodResourceClaims */
export function validateResourceClaims(
  claims: readonly Decoded<PodResourceClaim>[],
  path: FieldPath,
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    const { name = "", resourceClaimName, resourceClaimTemplateName } = claim;
    const at = path.index(index);
    if (name === "") to.required(at.field("name"));
    else if (seen.has(name)) to.duplicate(at.field("name"), name);
    else to.problem(at.field("name"), dns1123LabelProblem(name));
    seen.add(name);
    const choice = "one of resourceClaimName and resourceClaimTemplateName";
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined)
      to.invalid(at, `may have only ${choice}`);
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined)
      to.invalid(at, `must have ${choice}`);
    for (const [field, value] of Object.entries({ resourceClaimName, resourceClaimTemplateName }))
      if (value !== undefined) to.problem(at.field(field), dns1123SubdomainProblem(value));
  }
}
