import { deprecatedNodeLabelProblem } from "../../deprecated-node-labels.ts";
import type { StorageClass } from "../../types/storage.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { sameEntries } from "../semantic-equality.ts";
import { validateTopologyTerms } from "../topology-terms.ts";
import { validateParameters, validateProvisioner } from "./parameters.ts";

const { root } = FieldPath;
const RECLAIM_POLICIES = ["Delete", "Retain"];
const BINDING_MODES = ["Immediate", "WaitForFirstConsumer"];

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateStorageClass */
export function validateStorageClass(
  { provisioner = "", parameters = {}, allowedTopologies = [], ...rest }: Decoded<StorageClass>,
  to: Complaints,
): void {
  validateProvisioner(provisioner, root.field("provisioner"), to);
  validateParameters(parameters, root.field("parameters"), to, { mayBeEmpty: true });
  const { reclaimPolicy = "", volumeBindingMode } = rest;
  if (reclaimPolicy !== "" && !RECLAIM_POLICIES.includes(reclaimPolicy))
    to.unsupported(root.field("reclaimPolicy"), reclaimPolicy, RECLAIM_POLICIES);
  const at = root.field("volumeBindingMode");
  if (volumeBindingMode === undefined) to.required(at);
  else if (!BINDING_MODES.includes(volumeBindingMode))
    to.unsupported(at, volumeBindingMode, BINDING_MODES);
  validateTopologyTerms(allowedTopologies, root.field("allowedTopologies"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateStorageClassUpdate */
export function validateStorageClassUpdate(
  now: Decoded<StorageClass>,
  old: Decoded<StorageClass>,
  to: Complaints,
): void {
  const instead = "make a StorageClass of another name";
  if (!sameEntries(now.parameters, old.parameters))
    to.invalid(root.field("parameters"), "may not change", instead);
  for (const field of ["provisioner", "reclaimPolicy", "volumeBindingMode"] as const)
    if (now[field] !== old[field]) to.invalid(root.field(field), "may not change", instead);
}

/** @see k8s.io/kubernetes/pkg/api/storage/util.go GetWarningsForStorageClass */
export function warnStorageClass(
  { allowedTopologies = [] }: Decoded<StorageClass>,
  to: Complaints,
): void {
  for (const [index, { matchLabelExpressions = [] }] of allowedTopologies.entries()) {
    const at = root.field("allowedTopologies").index(index).field("matchLabelExpressions");
    for (const [position, { key = "" }] of matchLabelExpressions.entries()) {
      const problem = deprecatedNodeLabelProblem(key);
      if (problem !== undefined) to.warn(at.index(position).field("key"), problem);
    }
  }
}
