import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type { PodSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/** What Linux takes as the name of a host. */
const LONGEST_HOST_NAME = 64;

/**
 * What the pod calls itself.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpec, validatePodHostName
 */
export function validateHostNames(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  for (const name of ["hostname", "subdomain"] as const) {
    const label = spec[name] ?? "";
    if (label !== "") to.problem(path.field(name), dns1123LabelProblem(label));
  }
  const { hostnameOverride } = spec;
  if (hostnameOverride === undefined) return;
  const at = path.field("hostnameOverride");
  if (spec.setHostnameAsFQDN) to.forbidden(at, "excludes setHostnameAsFQDN");
  if (spec.hostNetwork) to.forbidden(at, "excludes hostNetwork: the node's name is the pod's");
  if (Buffer.byteLength(hostnameOverride) > LONGEST_HOST_NAME) to.tooLong(at, LONGEST_HOST_NAME);
  to.problem(at, dns1123SubdomainProblem(hostnameOverride));
}
