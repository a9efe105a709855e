import { dns1123LabelProblem, dns1123SubdomainProblem, labelValueProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { Endpoint, EndpointHints } from "../../types/discovery.ts";
import { canonicalIpProblem } from "../canonical-ip.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { validateEndpointIp } from "../endpoint-ip.ts";
import type { FieldPath } from "../field-path.ts";
import { parseSloppily, validateIpAddress } from "../ip-address.ts";

const MOST_ADDRESSES = 100;
const MOST_HINTS = 8;

/** @see k8s.io/kubernetes/pkg/apis/discovery/validation/validation.go validateEndpoints */
export function validateEndpoint(
  { addresses = [], nodeName, hostname, hints }: Decoded<Endpoint>,
  type: string,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("addresses");
  if (addresses.length === 0) to.required(at, "must have at least one address");
  if (addresses.length > MOST_ADDRESSES) to.tooMany(at, addresses.length, MOST_ADDRESSES);
  for (const [index, address] of addresses.entries()) {
    if (type === "FQDN") to.problem(at.index(index), domainProblem(address));
    else if (type === "IPv4" || type === "IPv6") validateIp(address, type, at.index(index), to);
  }
  if (nodeName !== undefined) to.problem(path.field("nodeName"), dns1123SubdomainProblem(nodeName));
  if (hostname !== undefined) to.problem(path.field("hostname"), dns1123LabelProblem(hostname));
  if (hints) validateHints(hints, path.field("hints"), to);
}

function validateIp(address: string, type: "IPv4" | "IPv6", path: FieldPath, to: Complaints): void {
  const before = to.errors.length;
  if (type === "IPv6" && to.minor >= 33) to.problem(path, canonicalIpProblem(address));
  else validateIpAddress(address, path, to);
  if (to.errors.length > before) return;
  const bits = parseSloppily(address)?.bits;
  if (bits !== (type === "IPv4" ? 32 : 128)) to.invalid(path, `is not an ${type} address`);
  validateEndpointIp(address, path, to);
}

/** @see k8s.io/apimachinery/pkg/util/validation/validation.go IsFullyQualifiedDomainName */
function domainProblem(address: string): string | undefined {
  const name = address.replace(/\.$/, "");
  const problem = dns1123SubdomainProblem(name);
  if (problem !== undefined) return problem;
  const labels = name.split(".");
  if (labels.length < 2) return `${quote(address)} is not a domain; write "host.example.com"`;
  return labels.map(dns1123LabelProblem).find((each) => each !== undefined);
}

/** @see k8s.io/kubernetes/pkg/apis/discovery/validation/validation.go validateHints */
function validateHints(
  { forZones = [], forNodes = [] }: Decoded<EndpointHints>,
  path: FieldPath,
  to: Complaints,
): void {
  validateNames(forZones, labelValueProblem, path.field("forZones"), to);
  const areMany = forZones.length > MOST_HINTS;
  // Before 1.34 the server drops hints of nodes.
  if (to.minor >= 34 && !areMany)
    validateNames(forNodes, dns1123SubdomainProblem, path.field("forNodes"), to);
}

function validateNames(
  hints: readonly { readonly name?: string | undefined }[],
  problemOf: (name: string) => string | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (hints.length > MOST_HINTS) {
    to.tooMany(path, hints.length, MOST_HINTS);
    return;
  }
  const seen = new Set<string>();
  for (const [index, { name = "" }] of hints.entries()) {
    const at = path.index(index).field("name");
    if (seen.has(name)) to.duplicate(at, name);
    seen.add(name);
    to.problem(at, problemOf(name));
  }
}
