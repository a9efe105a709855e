import type { DaemonSet, DaemonSetUpdateStrategy } from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { numberOf, validateAtMostAll, validateIntOrPercent } from "../int-or-percent.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { validateNoneNegative } from "../not-negative.ts";
import { validatePodTemplate } from "../pod/index.ts";
import { complainOfLabels, isEmptySelector, selectsTemplate } from "../selected-template.ts";
import { validateRunsForever } from "./template.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec */
export function validateDaemonSet({ spec = {} }: Decoded<DaemonSet>, to: Complaints): void {
  const { selector, template = {} } = spec;
  validateLabelSelector(selector, path.field("selector"), to);
  if (selectsTemplate(spec) === false) complainOfLabels(path.field("template"), to);
  if (isEmptySelector(selector))
    to.invalid(path.field("selector"), "is empty", "matchLabels with labels that the template has");
  validatePodTemplate(template, path.field("template"), to);
  validateRunsForever(template, "DaemonSet", path.field("template"), to);
  validateNoneNegative(spec, ["minReadySeconds", "revisionHistoryLimit"], path, to);
  validateUpdateStrategy(spec.updateStrategy ?? {}, path.field("updateStrategy"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDaemonSetUpdate */
export function validateDaemonSetUpdate(
  { spec = {} }: Decoded<DaemonSet>,
  { spec: old = {} }: Decoded<DaemonSet>,
  to: Complaints,
): void {
  validateImmutable(spec.selector, old.selector, path.field("selector"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDaemonSetUpdateStrategy */
function validateUpdateStrategy(
  { type = "RollingUpdate", rollingUpdate = {} }: Decoded<DaemonSetUpdateStrategy>,
  at: FieldPath,
  to: Complaints,
): void {
  if (type === "OnDelete") return;
  if (type !== "RollingUpdate") {
    to.unsupported(at, type, ["RollingUpdate", "OnDelete"]);
    return;
  }
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate;
  const unavailable = at.field("rollingUpdate", "maxUnavailable");
  const surge = at.field("rollingUpdate", "maxSurge");
  for (const [value, its] of [
    [maxUnavailable, unavailable],
    [maxSurge, surge],
  ] as const) {
    validateIntOrPercent(value, its, to);
    validateAtMostAll(value, its, to);
  }
  const [hasUnavailable, hasSurge] = [numberOf(maxUnavailable) !== 0, numberOf(maxSurge) !== 0];
  if (hasUnavailable && hasSurge)
    to.invalid(
      surge,
      "a node gets its new pod either before the old one goes or after, not both",
      "maxUnavailable: 0 beside it (its default is 1), or leave maxSurge out",
    );
  if (!hasUnavailable && !hasSurge)
    to.required(
      unavailable,
      "maxUnavailable and maxSurge are both 0, so no pod could ever be replaced",
      "at least 1 for one of the two",
    );
}
