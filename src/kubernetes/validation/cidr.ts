import { type Cidr, formatAddress, parseAddress } from "../ip.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";
import { parseSloppily } from "./ip-address.ts";

const EXAMPLES = 'such as "10.9.8.0/24" or "2001:db8::/64"';

/**
 * A CIDR in one of the fields that are older than the strict rules, which hold for them since 1.36:
 * no leading zeros, no IPv4 in IPv6 form, no bits beyond the length.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go IsValidCIDRForLegacyField
 */
export function validateCidr(text: string, path: FieldPath, to: Complaints): void {
  const cidr = parseCidrSloppily(text);
  if (!cidr) {
    to.invalid(path, `${quote(text)} is not a CIDR`, EXAMPLES);
    return;
  }
  if (to.minor >= 36) to.problem(path, strictProblem(text, cidr));
}

/**
 * A CIDR that must be written in its canonical form.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go IsValidCIDR
 */
export function validateCanonicalCidr(text: string, path: FieldPath, to: Complaints): void {
  const cidr = parseCidrSloppily(text);
  if (!cidr) {
    to.invalid(path, `${quote(text)} is not a CIDR`, EXAMPLES);
    return;
  }
  const problem = strictProblem(text, cidr);
  if (problem !== undefined) {
    to.invalid(path, problem);
    return;
  }
  const canonical = formatCidr(cidr);
  if (text !== canonical) to.invalid(path, `${quote(text)} is not the canonical form`, canonical);
}

/**
 * Warns of CIDRs that are not written as they should be.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go GetWarningsForCIDR
 */
export function warnCidr(text: string, path: FieldPath, to: Complaints): void {
  const cidr = parseCidrSloppily(text);
  if (!cidr) return;
  const host = text.slice(0, text.indexOf("/"));
  const isStandard = isCanonicalLength(text) && parseAddress(host) && !isMapped(host, cidr);
  const hasHostBits = networkOf(cidr).value !== cidr.value;
  // Most are fine, and printing takes longer than reading.
  if (isStandard && !hasHostBits && cidr.bits === 32) return;
  const network = formatCidr(networkOf(cidr));
  if (hasHostBits && to.minor >= 33)
    to.warn(path, `${quote(text)} names an address, not a network`, network);
  if (!isStandard) to.warn(path, `${quote(text)} is not a standard way to write a CIDR`, network);
  else if (!hasHostBits && text !== formatCidr(cidr))
    to.warn(path, `${quote(text)} is not the canonical form of an IPv6 CIDR`, network);
}

/** As Go once did: leading zeros in an IPv4 address and in the length are skipped. */
export function parseCidrSloppily(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const digits = text.slice(slash + 1);
  if (slash < 0 || !/^[0-9]{1,9}$/.test(digits)) return undefined;
  const host = text.slice(0, slash);
  const address = parseSloppily(host);
  if (!address) return undefined;
  // The length of an IPv4 address in IPv6 form counts the bits of the longer form.
  const length = Number(digits) - (isMapped(host, address) ? 96 : 0);
  return length <= address.bits ? { ...address, length: Math.max(length, 0) } : undefined;
}

/** The CIDR without the bits beyond its length. */
export function networkOf(cidr: Cidr): Cidr {
  const rest = BigInt(cidr.bits - cidr.length);
  return { ...cidr, value: (cidr.value >> rest) << rest };
}

export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr)}/${cidr.length}`;
}

function strictProblem(text: string, cidr: Cidr): string | undefined {
  const host = text.slice(0, text.indexOf("/"));
  const network = formatCidr(networkOf(cidr));
  if (!parseAddress(host) || !isCanonicalLength(text))
    return `${quote(text)} has leading zeros; write ${quote(network)}`;
  if (isMapped(host, cidr))
    return `${quote(text)} is an IPv4 CIDR in IPv6 form; write ${quote(network)}`;
  if (networkOf(cidr).value === cidr.value) return undefined;
  return `${quote(text)} has bits set beyond its first ${cidr.length}; write ${quote(network)}`;
}

function isCanonicalLength(text: string): boolean {
  return /\/(?:0|[1-9][0-9]*)$/.test(text);
}

function isMapped(host: string, { bits }: { readonly bits: number }): boolean {
  return bits === 32 && host.includes(":");
}
