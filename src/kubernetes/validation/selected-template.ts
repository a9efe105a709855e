import { type LabelSelector, labelSelectorProblem, selectorOf, selects } from "../selectors.ts";
import type { PodTemplateSpec } from "../types/core.ts";
import type { LabelSelector as StoredSelector } from "../types/meta.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";
import { validateLabelSelector } from "./label-selector.ts";

/** A workload's selector, which must find the pods of its template. */
export interface SelectorAndTemplate {
  readonly selector?: Decoded<StoredSelector> | undefined;
  readonly template?: Decoded<PodTemplateSpec> | undefined;
}

/**
 * Does the selector match the labels of the template? One that is left out matches nothing, an
 * empty one everything.
 *
 * @returns undefined where the selector itself is wrong
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 */
export function selectsTemplate({ selector, template }: SelectorAndTemplate): boolean | undefined {
  if (!selector) return false;
  const { matchLabels, matchExpressions = [] } = selector;
  const written = {
    matchLabels: matchLabels as LabelSelector["matchLabels"],
    matchExpressions: matchExpressions.map(({ key = "", operator = "", values }) => ({
      key,
      operator,
      values,
    })),
  };
  if (labelSelectorProblem(written) !== undefined) return undefined;
  return selects(selectorOf(written), (template?.metadata?.labels ?? {}) as Record<string, string>);
}

/** Complains at the labels of the template at `path`, which the selector misses. */
export function complainOfLabels(path: FieldPath, to: Complaints): void {
  to.invalid(
    path.field("metadata", "labels"),
    "the selector does not match these labels, so the workload would not find its own pods",
    "give the template every label that the selector asks for",
  );
}

/** Whether there is a selector that asks for nothing. */
export function isEmptySelector(selector: Decoded<StoredSelector> | undefined): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/**
 * The selector of a Deployment, ReplicaSet or StatefulSet: it must be there and ask for something.
 *
 * @returns whether the template can be judged by it
 * @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDeploymentSpec
 */
export function validateOwnSelector(
  spec: SelectorAndTemplate,
  path: FieldPath,
  to: Complaints,
): boolean {
  const at = path.field("selector");
  if (!spec.selector)
    to.required(at, "must be given", "matchLabels with labels that the template has");
  else validateLabelSelector(spec.selector, at, to);
  const empty = isEmptySelector(spec.selector);
  if (empty) to.invalid(at, "is empty", "matchLabels with labels that the template has");
  const matches = selectsTemplate(spec);
  if (matches === undefined)
    to.invalid(at, "cannot be used, so the server reads no further in the template");
  else if (!matches && !empty) complainOfLabels(path.field("template"), to);
  return matches !== undefined;
}
