import { labelKeyProblem } from "../../../names.ts";
import { quote } from "../../../text.ts";
import type { LabelSelector } from "../../../types/meta.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

/** What picks pods by the labels of the pod itself: a term of pod affinity, a spread constraint. */
export interface LabelKeys {
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly labelSelector?: Decoded<LabelSelector> | undefined;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateMatchLabelKeysAndMismatchLabelKeys */
export function validateMatchLabelKeys(
  { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector }: LabelKeys,
  path: FieldPath,
  to: Complaints,
): void {
  if (matchLabelKeys.length + mismatchLabelKeys.length === 0) return;
  for (const [name, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys })) {
    const at = path.field(name);
    if (!labelSelector && keys.length > 0) to.forbidden(at, "needs a labelSelector beside it");
    else
      for (const [index, key] of keys.entries()) to.problem(at.index(index), labelKeyProblem(key));
  }
  const seen = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key = "" } of labelSelector?.matchExpressions ?? []) {
    // The server names the list by the position of the key, without the field's name.
    if (seen.has(key) && matchLabelKeys.includes(key))
      to.invalid(path.index(matchLabelKeys.lastIndexOf(key)), inBoth(key, "the labelSelector"));
    seen.add(key);
  }
  for (const [index, key] of matchLabelKeys.entries())
    if (mismatchLabelKeys.includes(key))
      to.invalid(path.field("matchLabelKeys").index(index), inBoth(key, "mismatchLabelKeys"));
}

/**
 * The rule of spread constraints before 1.34.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateMatchLabelKeysInTopologySpread
 */
export function validateUnmergedLabelKeys(
  { matchLabelKeys = [], labelSelector }: LabelKeys,
  path: FieldPath,
  to: Complaints,
): void {
  if (matchLabelKeys.length === 0) return;
  const at = path.field("matchLabelKeys");
  if (!labelSelector) to.forbidden(at, "needs a labelSelector beside it");
  const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key = "" } of labelSelector?.matchExpressions ?? []) selected.add(key);
  for (const [index, key] of matchLabelKeys.entries()) {
    to.problem(at.index(index), labelKeyProblem(key));
    if (selected.has(key)) to.invalid(at.index(index), inBoth(key, "the labelSelector"));
  }
}

function inBoth(key: string, other: string): string {
  return `${quote(key)} is in matchLabelKeys and in ${other}`;
}
