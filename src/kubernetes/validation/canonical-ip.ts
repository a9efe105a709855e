import { formatAddress } from "../ip.ts";
import { quote } from "../text.ts";
import { parseSloppily } from "./ip-address.ts";

/**
 * What is wrong with an address that must be written in its canonical form: no leading zeros, no
 * IPv4 in IPv6 form, IPv6 as RFC 5952 has it.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go IsValidIP
 */
export function canonicalIpProblem(text: string): string | undefined {
  const address = parseSloppily(text);
  if (!address) return `${quote(text)} is not an IP address; write "10.9.8.7" or "2001:db8::1"`;
  const canonical = formatAddress(address);
  if (text === canonical) return undefined;
  return `${quote(text)} is not the canonical form of the address; write ${quote(canonical)}`;
}
