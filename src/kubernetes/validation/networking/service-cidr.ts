import type { ServiceCIDR } from "../../types/networking.ts";
import { parseCidrSloppily, validateCanonicalCidr } from "../cidr.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";

const path = FieldPath.root.field("spec", "cidrs");

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateServiceCIDR */
export function validateServiceCIDR({ spec = {} }: Decoded<ServiceCIDR>, to: Complaints): void {
  const { cidrs = [] } = spec;
  if (cidrs.length === 0) {
    to.required(path, "must have one range, or one of each family");
    return;
  }
  if (cidrs.length > 2) {
    to.invalid(path, "may have one range of each family, so two");
    return;
  }
  const families = cidrs.map((cidr) => parseCidrSloppily(cidr)?.bits);
  if (cidrs.length === 2 && families[0] === families[1] && families[0] !== undefined)
    to.invalid(path, "may have one range of each family, IPv4 and IPv6");
  for (const [index, cidr] of cidrs.entries()) validateCanonicalCidr(cidr, path.index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateServiceCIDRUpdate */
export function validateServiceCIDRUpdate(
  { spec = {} }: Decoded<ServiceCIDR>,
  { spec: old = {} }: Decoded<ServiceCIDR>,
  to: Complaints,
): void {
  const { cidrs: now = [] } = spec;
  const { cidrs: before = [] } = old;
  const isAdded = to.minor >= 33 && before.length === 1 && now.length === 2;
  if (now.length !== before.length && !isAdded) {
    to.invalid(path, "ranges cannot be taken away or replaced", "another ServiceCIDR");
    return;
  }
  for (const [index, cidr] of before.entries())
    if (now[index] !== cidr)
      to.invalid(path.index(index), `cannot be changed from ${cidr}`, "another ServiceCIDR");
}
