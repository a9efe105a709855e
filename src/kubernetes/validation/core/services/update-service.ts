import type { Service, ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { needsHealthCheck } from "./external-traffic.ts";
import { isHeadless } from "./headless.ts";

const path = FieldPath.root.field("spec");
const ANEW = "delete the Service and create it anew";

type Spec = Decoded<ServiceSpec>;

/**
 * What the server chose itself (addresses, node ports) it keeps where the new state does not say
 * it; what it chose is not known here, so that a change of it cannot be told.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateServiceUpdate
 * @see k8s.io/kubernetes/pkg/registry/core/service/storage/storage.go patchAllocatedValues
 */
export function validateServiceUpdate(
  { spec = {} }: Decoded<Service>,
  { spec: old = {} }: Decoded<Service>,
  to: Complaints,
): void {
  if (spec.type !== "ExternalName" && old.type !== "ExternalName") {
    validateAddresses(spec, old, to);
    validateFamilies(spec, old, to);
  }
  const bothBalanced = spec.type === "LoadBalancer" && old.type === "LoadBalancer";
  if (bothBalanced && spec.loadBalancerClass !== old.loadBalancerClass)
    to.invalid(path.field("loadBalancerClass"), "cannot be changed while it is used", ANEW);
  const { healthCheckNodePort: port = 0 } = spec;
  const { healthCheckNodePort: oldPort = 0 } = old;
  const bothChecked = needsHealthCheck(spec) && needsHealthCheck(old);
  if (bothChecked && port !== 0 && oldPort !== 0 && port !== oldPort)
    to.forbidden(path.field("healthCheckNodePort"), "cannot be changed", ANEW);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateUpgradeDowngradeClusterIPs */
function validateAddresses(spec: Spec, old: Spec, to: Complaints): void {
  const at = path.field("clusterIPs");
  const { clusterIPs: now = [] } = spec;
  const { clusterIPs: before = [] } = old;
  if (now.length === 0) return;
  if (before.length === 0) {
    to.invalid(at.index(0), "the server gave the Service an address, which stays", ANEW);
    return;
  }
  const shared = now.length === before.length ? now.length : 1;
  for (let index = 0; index < shared; index++)
    if (now[index] !== before[index])
      to.invalid(at.index(index), `cannot be changed from ${before[index]}`, ANEW);
  if (now.length < before.length) validateRelease(spec, old, "cluster IP", to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateUpgradeDowngradeIPFamilies */
function validateFamilies(spec: Spec, old: Spec, to: Complaints): void {
  const { ipFamilies: now = [] } = spec;
  const { ipFamilies: before = [] } = old;
  if (now.length === 0 || before.length === 0) return;
  if (now.length < before.length) validateRelease(spec, old, "family", to);
  if (isHeadless(spec) || isHeadless(old)) return;
  const shared = now.length === before.length ? now.length : 1;
  if (before.slice(0, shared).some((family, index) => family !== now[index]))
    to.invalid(path.field("ipFamilies").index(0), `cannot be changed from ${before[0]}`, ANEW);
}

function validateRelease(spec: Spec, old: Spec, what: string, to: Complaints): void {
  const { ipFamilyPolicy = old.ipFamilyPolicy } = spec;
  if (ipFamilyPolicy !== "SingleStack")
    to.invalid(
      path.field("ipFamilyPolicy"),
      `must be SingleStack when the second ${what} is given up`,
    );
}
