import { type Address, cidrContains, parseCidr } from "../ip.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";
import { parseSloppily } from "./ip-address.ts";

/** Addresses that mean something else on every host, so that none can be the end of a connection. */
const SPECIAL = (
  [
    ["0.0.0.0/32", "is no address, but all of a host's"],
    ["::/128", "is no address, but all of a host's"],
    ["127.0.0.0/8", "is each host's own loopback address"],
    ["::1/128", "is each host's own loopback address"],
    ["169.254.0.0/16", "is valid on one link only (link-local)"],
    ["fe80::/10", "is valid on one link only (link-local)"],
    ["224.0.0.0/24", "is for many hosts of one link (link-local multicast)"],
  ] as const
).map(([cidr, why]) => ({ range: parseCidr(cidr), why }));

/**
 * An address that traffic can be sent to.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEndpointIP
 */
export function validateEndpointIp(text: string, path: FieldPath, to: Complaints): void {
  const address = parseSloppily(text);
  if (!address) {
    to.invalid(path, `${quote(text)} is not an IP address`);
    return;
  }
  const why = special(address);
  if (why !== undefined)
    to.invalid(path, `${quote(text)} ${why}`, "the address of a host or a pod");
}

function special(address: Address): string | undefined {
  // Whatever its flags are: ff02, ff12 and so on.
  const isMulticast = address.bits === 128 && ((address.value >> 112n) & 0xff0fn) === 0xff02n;
  if (isMulticast) return "is for many hosts of one link (link-local multicast)";
  return SPECIAL.find(({ range }) => cidrContains(range, address))?.why;
}
