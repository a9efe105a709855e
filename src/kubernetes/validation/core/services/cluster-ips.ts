import { quote } from "../../../text.ts";
import type { ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { parseSloppily, validateIpAddress } from "../../ip-address.ts";
import { isHeadless } from "./headless.ts";

const FAMILIES = ["IPv4", "IPv6"];
const POLICIES = ["PreferDualStack", "RequireDualStack", "SingleStack"];

/**
 * Addresses and their families. Which of them a cluster has, and which are taken, is its own.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateServiceClusterIPsRelatedFields
 * @see k8s.io/kubernetes/pkg/registry/core/service/storage/alloc.go initIPFamilyFields
 */
export function validateClusterIPs(
  spec: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  if (spec.type === "ExternalName") return;
  const before = to.errors.length;
  validateFirst(spec, path, to);
  validateFamilies(spec, path, to);
  if (validateAddresses(spec, path, to)) validateStacks(spec, path, to);
  if (to.errors.length === before) validatePolicy(spec, path.field("ipFamilyPolicy"), to);
}

/** Addresses of different families, as the families have it. */
function validateStacks(spec: Decoded<ServiceSpec>, path: FieldPath, to: Complaints): void {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  const at = path.field("clusterIPs");
  const families = clusterIPs.map(familyOf);
  if (clusterIPs.length > 1 && new Set(families).size < 2)
    to.invalid(at, "may have one address of each family, IPv4 and IPv6");
  if (isHeadless(spec)) return;
  for (const [index, family] of families.entries()) {
    const wanted = ipFamilies[index];
    if (wanted !== undefined && FAMILIES.includes(wanted) && wanted !== family)
      to.invalid(
        at.index(index),
        `${quote(clusterIPs[index] ?? "")} is not an ${wanted} address, as ipFamilies[${index}] has it`,
      );
  }
}

/** The older field with one address must agree with the first of the newer one. */
function validateFirst(
  { clusterIP = "", clusterIPs = [] }: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("clusterIPs");
  if (clusterIP === "" && clusterIPs.length > 0)
    to.invalid(at, "needs clusterIP to say the same", `clusterIP: ${quote(clusterIPs[0] ?? "")}`);
  if (clusterIP !== "" && clusterIPs.length > 0 && clusterIPs[0] !== clusterIP)
    to.invalid(at, `the first address differs from clusterIP, ${quote(clusterIP)}`);
}

function validateFamilies(
  { ipFamilies = [], ipFamilyPolicy }: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, family] of ipFamilies.entries()) {
    const at = path.field("ipFamilies").index(index);
    if (!FAMILIES.includes(family)) to.unsupported(at, family, FAMILIES);
    if (seen.has(family)) to.duplicate(at, family);
    seen.add(family);
  }
  if (ipFamilyPolicy !== undefined && !POLICIES.includes(ipFamilyPolicy))
    to.unsupported(path.field("ipFamilyPolicy"), ipFamilyPolicy, POLICIES);
}

function validatePolicy(spec: Decoded<ServiceSpec>, path: FieldPath, to: Complaints): void {
  const { clusterIPs = [], ipFamilies = [], ipFamilyPolicy = defaultPolicy(spec) } = spec;
  if (ipFamilyPolicy !== "SingleStack") return;
  const both = "PreferDualStack, or RequireDualStack";
  if (clusterIPs.length === 2) to.invalid(path, "SingleStack cannot have two cluster IPs", both);
  if (ipFamilies.length === 2) to.invalid(path, "SingleStack cannot have two families", both);
}

/** What the server assumes: without an address and without pods, any family will do. */
function defaultPolicy(spec: Decoded<ServiceSpec>): string {
  const hasPods = Object.keys(spec.selector ?? {}).length > 0;
  return isHeadless(spec) && !hasPods ? "RequireDualStack" : "SingleStack";
}

/** @returns whether each is an address, so that their families can be told */
function validateAddresses(
  { clusterIPs = [] }: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): boolean {
  const at = path.field("clusterIPs");
  const before = to.errors.length;
  for (const [index, ip] of clusterIPs.entries()) {
    if (index > 0 || ip !== "None") validateIpAddress(ip, at.index(index), to);
    else if (clusterIPs.length > 1) to.invalid(at, `"None" must stand alone`);
  }
  const areFine = to.errors.length === before;
  if (clusterIPs.length > 2) to.invalid(at, "may have two addresses, one of each family");
  return areFine;
}

function familyOf(ip: string): string {
  return parseSloppily(ip)?.bits === 128 ? "IPv6" : "IPv4";
}
