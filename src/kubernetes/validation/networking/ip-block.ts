import { type Cidr, cidrContains } from "../../ip.ts";
import { quote } from "../../text.ts";
import type { IPBlock } from "../../types/networking.ts";
import { networkOf, parseCidrSloppily, validateCidr, warnCidr } from "../cidr.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIPBlock */
export function validateIpBlock(
  { cidr = "", except = [] }: Decoded<IPBlock>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("cidr");
  if (cidr === "") {
    to.required(at, "must name a network", "10.0.0.0/8");
    return;
  }
  validateCidr(cidr, at, to);
  const whole = parseCidrSloppily(cidr);
  if (!whole) return;
  for (const [index, text] of except.entries()) {
    validateCidr(text, path.field("except").index(index), to);
    const part = parseCidrSloppily(text);
    if (part && !isPart(networkOf(part), whole))
      to.invalid(path.field("except").index(index), `${quote(text)} is no part of ${cidr}`);
  }
}

function isPart(part: Cidr, whole: Cidr): boolean {
  return cidrContains(whole, part) && whole.length < part.length;
}

export function warnIpBlock(
  { cidr = "", except = [] }: Decoded<IPBlock>,
  path: FieldPath,
  to: Complaints,
): void {
  warnCidr(cidr, path.field("cidr"), to);
  for (const [index, each] of except.entries())
    warnCidr(each, path.field("except").index(index), to);
}
