import { type Address, formatAddress, parseAddress } from "../ip.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/** Parts without leading zeros. */
const IPV4 = /^(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){3}$/;

/**
 * An IP address in one of the fields that are older than the strict rules, which hold for them
 * since 1.36: no leading zeros, no IPv4 in IPv6 form.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go IsValidIPForLegacyField
 */
export function validateIpAddress(text: string, path: FieldPath, to: Complaints): void {
  const address = parseSloppily(text);
  if (!address) {
    to.invalid(path, `${quote(text)} is not an IP address`, 'such as "10.9.8.7" or "2001:db8::1"');
    return;
  }
  // Most are fine, and printing takes longer than reading.
  if (to.minor < 36 || isPlain(text, address)) return;
  const instead = formatAddress(address);
  if (!parseAddress(text)) to.invalid(path, `${quote(text)} has leading zeros`, instead);
  else if (isMapped(text, address))
    to.invalid(path, `${quote(text)} is an IPv4 address in IPv6 form`, instead);
}

/**
 * Warns of addresses that are not written as they should be.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go GetWarningsForIP
 */
export function warnIpAddress(text: string, path: FieldPath, to: Complaints): void {
  const address = parseSloppily(text);
  if (!address || (address.bits === 32 && IPV4.test(text))) return;
  const instead = formatAddress(address);
  if (!parseAddress(text) || isMapped(text, address))
    to.warn(path, `${quote(text)} is not a standard way to write an IP address`, instead);
  else if (address.bits === 128 && text !== instead)
    to.warn(path, `${quote(text)} is not the canonical form of an IPv6 address`, instead);
}

function isPlain(text: string, { bits }: Address): boolean {
  return bits === 32 ? IPV4.test(text) : !text.includes(".");
}

function isMapped(text: string, { bits }: Address): boolean {
  return bits === 32 && text.includes(":");
}

/** As Go once did: leading zeros in an IPv4 address are skipped. */
export function parseSloppily(text: string): Address | undefined {
  return (
    parseAddress(text) ??
    parseAddress(
      text.replace(/[0-9.]+$/, (end) => end.replace(/(?<![0-9])0+(?=[0-9]+\.|[0-9]+$)/g, "")),
    )
  );
}
