import type { JobSpec, SuccessPolicy, SuccessPolicyRule } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateNotNegative } from "../not-negative.ts";
import { countIndexes } from "./indexes.ts";

const MOST_RULES = 20;
const LONGEST_INDEXES = 64 * 1024;

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateSuccessPolicy */
export function validateSuccessPolicy(
  { rules = [] }: Decoded<SuccessPolicy>,
  { completions }: Decoded<JobSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("rules");
  if (rules.length === 0) to.required(at, "must have at least one rule");
  if (rules.length > MOST_RULES) to.tooMany(at, rules.length, MOST_RULES);
  // Without completions, which are complained of elsewhere, the server falls over here.
  if (completions === undefined) return;
  for (const [index, rule] of rules.entries()) validateRule(rule, completions, at.index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateSuccessPolicyRule */
function validateRule(
  { succeededCount, succeededIndexes }: Decoded<SuccessPolicyRule>,
  completions: number,
  path: FieldPath,
  to: Complaints,
): void {
  const [indexesAt, countAt] = [path.field("succeededIndexes"), path.field("succeededCount")];
  if (succeededCount === undefined && succeededIndexes === undefined)
    to.required(path, "says nothing", "succeededCount, succeededIndexes, or both");
  let named = 0;
  if (succeededIndexes !== undefined) {
    if (Buffer.byteLength(succeededIndexes) > LONGEST_INDEXES)
      to.tooLong(indexesAt, LONGEST_INDEXES, "bytes");
    const counted = countIndexes(succeededIndexes, completions);
    if (typeof counted === "string") to.invalid(indexesAt, counted);
    else named = counted;
  }
  if (succeededCount === undefined) return;
  validateNotNegative(succeededCount, countAt, to);
  if (succeededCount > completions)
    to.invalid(countAt, `${succeededCount} is more than all completions (${completions})`);
  if (succeededIndexes !== undefined && succeededCount > named)
    to.invalid(countAt, `${succeededCount} is more than succeededIndexes names (${named})`);
}
