import type { Deployment, DeploymentStrategy } from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { numberOf, validateAtMostAll, validateIntOrPercent } from "../int-or-percent.ts";
import { validateNoneNegative } from "../not-negative.ts";
import { validatePodTemplate } from "../pod/index.ts";
import { validateOwnSelector } from "../selected-template.ts";
import { validateRunsForever } from "./template.ts";

const path = FieldPath.root.field("spec");
const NUMBERS = [
  "replicas",
  "minReadySeconds",
  "revisionHistoryLimit",
  "progressDeadlineSeconds",
] as const;

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDeploymentSpec */
export function validateDeployment({ spec = {} }: Decoded<Deployment>, to: Complaints): void {
  const { template = {}, minReadySeconds = 0, progressDeadlineSeconds } = spec;
  validateNoneNegative(spec, NUMBERS, path, to);
  if (validateOwnSelector(spec, path, to)) {
    validatePodTemplate(template, path.field("template"), to);
    validateRunsForever(template, "Deployment", path.field("template"), to);
  }
  validateStrategy(spec.strategy ?? {}, path.field("strategy"), to);
  if (progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds)
    to.invalid(
      path.field("progressDeadlineSeconds"),
      `${progressDeadlineSeconds} is not more than minReadySeconds (${minReadySeconds})`,
      "leave more time for progress, or ask for fewer seconds of readiness",
    );
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDeploymentUpdate */
export function validateDeploymentUpdate(
  { spec = {} }: Decoded<Deployment>,
  { spec: old = {} }: Decoded<Deployment>,
  to: Complaints,
): void {
  validateImmutable(spec.selector, old.selector, path.field("selector"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDeploymentStrategy */
function validateStrategy(
  { type = "RollingUpdate", rollingUpdate }: Decoded<DeploymentStrategy>,
  at: FieldPath,
  to: Complaints,
): void {
  const rolling = at.field("rollingUpdate");
  if (type === "Recreate") {
    if (rollingUpdate)
      to.forbidden(rolling, "is for the type RollingUpdate", "leave it out, or change the type");
  } else if (type === "RollingUpdate") {
    const { maxUnavailable = "25%", maxSurge = "25%" } = rollingUpdate ?? {};
    validateIntOrPercent(maxUnavailable, rolling.field("maxUnavailable"), to);
    validateIntOrPercent(maxSurge, rolling.field("maxSurge"), to);
    if (numberOf(maxUnavailable) === 0 && numberOf(maxSurge) === 0)
      to.invalid(
        rolling.field("maxUnavailable"),
        "maxUnavailable and maxSurge are both 0, so no pod could ever be replaced",
        "at least 1 for one of the two",
      );
    validateAtMostAll(maxUnavailable, rolling.field("maxUnavailable"), to);
  } else to.unsupported(at, type, ["Recreate", "RollingUpdate"]);
}
