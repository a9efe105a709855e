import { dns1123LabelProblem } from "../../names.ts";
import type { StatefulSet } from "../../types/apps.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateNoneNegative, validateNotNegative } from "../not-negative.ts";
import {
  validatePersistentVolumeClaimSpec,
  warnPersistentVolumeClaimSpec,
} from "../persistent-volume-claim.ts";
import { validateOwnSelector } from "../selected-template.ts";
import { validateRetention, validateUpdateStrategy } from "./stateful-set-policies.ts";
import { validateStatefulTemplate } from "./stateful-template.ts";
import { validateRunsForever } from "./template.ts";

const path = FieldPath.root.field("spec");
const CLAIMS = path.field("volumeClaimTemplates");
const MANAGEMENT = ["OrderedReady", "Parallel"];

/** @see k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec */
export function validateStatefulSet({ spec = {} }: Decoded<StatefulSet>, to: Complaints): void {
  const { podManagementPolicy = "OrderedReady", serviceName = "" } = spec;
  if (!MANAGEMENT.includes(podManagementPolicy))
    to.unsupported(path.field("podManagementPolicy"), podManagementPolicy, MANAGEMENT);
  validateUpdateStrategy(spec.updateStrategy ?? {}, path.field("updateStrategy"), to);
  const retention = spec.persistentVolumeClaimRetentionPolicy;
  if (retention)
    validateRetention(retention, path.field("persistentVolumeClaimRetentionPolicy"), to);
  if (to.minor >= 34) validateClaims(spec, to);
  validateNoneNegative(spec, ["replicas", "minReadySeconds"], path, to);
  validateNotNegative(spec.ordinals?.start, path.field("ordinals", "start"), to);
  if (serviceName !== "" && to.minor >= 33)
    to.problem(path.field("serviceName"), dns1123LabelProblem(serviceName));
  if (validateOwnSelector(spec, path, to)) validateStatefulTemplate(spec, path, to);
  validateRunsForever(spec.template ?? {}, "StatefulSet", path.field("template"), to);
}

/** @see k8s.io/kubernetes/pkg/registry/apps/statefulset/strategy.go dropStatefulSetDisabledFields */
export function dropMaxUnavailable({ spec }: StatefulSet): void {
  // MaxUnavailableStatefulSet is off in every minor up to 1.36.
  delete spec?.updateStrategy?.rollingUpdate?.maxUnavailable;
}

function validateClaims(
  { volumeClaimTemplates = [] }: NonNullable<Decoded<StatefulSet>["spec"]>,
  to: Complaints,
): void {
  for (const [index, { spec = {} }] of volumeClaimTemplates.entries())
    validatePersistentVolumeClaimSpec(spec, CLAIMS.index(index).field("spec"), to);
}

/** @see k8s.io/kubernetes/pkg/registry/apps/statefulset/strategy.go WarningsOnCreate */
export function warnOfStatefulSet({ spec = {} }: Decoded<StatefulSet>, to: Complaints): void {
  for (const [index, claim] of (spec.volumeClaimTemplates ?? []).entries())
    warnPersistentVolumeClaimSpec(claim.spec ?? {}, CLAIMS.index(index), to);
  if (to.minor >= 33 && (spec.revisionHistoryLimit ?? 0) < 0)
    to.warn(
      path.field("revisionHistoryLimit"),
      "a negative number keeps every old revision forever",
      "0 or more",
    );
}
