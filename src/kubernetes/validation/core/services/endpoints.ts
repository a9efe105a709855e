import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../../names.ts";
import { portProblem } from "../../../ports.ts";
import type { EndpointAddress, EndpointPort, Endpoints } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { validateEndpointIp } from "../../endpoint-ip.ts";
import { FieldPath } from "../../field-path.ts";
import { validateIpAddress, warnIpAddress } from "../../ip-address.ts";
import { validateAppProtocol, validateProtocol } from "../../port-protocol.ts";

const path = FieldPath.root.field("subsets");

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEndpoints */
export function validateEndpoints({ subsets = [] }: Decoded<Endpoints>, to: Complaints): void {
  for (const [index, each] of subsets.entries()) {
    const at = path.index(index);
    const { addresses = [], notReadyAddresses = [], ports = [] } = each;
    if (addresses.length === 0 && notReadyAddresses.length === 0)
      to.required(at, "needs addresses or notReadyAddresses");
    for (const [position, address] of addresses.entries())
      validateAddress(address, at.field("addresses").index(position), to);
    for (const [position, address] of notReadyAddresses.entries())
      validateAddress(address, at.field("notReadyAddresses").index(position), to);
    for (const [position, port] of ports.entries())
      validatePort(port, ports.length > 1, at.field("ports").index(position), to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateEndpointAddress */
function validateAddress(
  { ip = "", hostname = "", nodeName }: Decoded<EndpointAddress>,
  path: FieldPath,
  to: Complaints,
): void {
  const before = to.errors.length;
  validateIpAddress(ip, path.field("ip"), to);
  if (to.errors.length === before) validateEndpointIp(ip, path.field("ip"), to);
  if (hostname !== "") to.problem(path.field("hostname"), dns1123LabelProblem(hostname));
  if (nodeName !== undefined) to.problem(path.field("nodeName"), dns1123SubdomainProblem(nodeName));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateEndpointPort */
function validatePort(
  { name = "", port = 0, protocol = "", appProtocol }: Decoded<EndpointPort>,
  isOneOfSeveral: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  if (name !== "") to.problem(path.field("name"), dns1123LabelProblem(name));
  else if (isOneOfSeveral) to.required(path.field("name"), "each of several ports needs a name");
  to.problem(path.field("port"), portProblem(port));
  validateProtocol(protocol, path.field("protocol"), to);
  validateAppProtocol(appProtocol, path.field("appProtocol"), to);
}

/** @see k8s.io/kubernetes/pkg/registry/core/endpoint/strategy.go endpointsWarnings */
export function warnEndpoints(
  { metadata, subsets = [] }: Decoded<Endpoints>,
  to: Complaints,
): void {
  if (to.minor < 33) return;
  to.warn(FieldPath.root, "Endpoints are deprecated", "discovery.k8s.io/v1 EndpointSlice");
  if (metadata?.labels?.["endpoints.kubernetes.io/managed-by"] === "endpoint-controller") return;
  for (const [index, { addresses = [], notReadyAddresses = [] }] of subsets.entries())
    for (const [field, list] of Object.entries({ addresses, notReadyAddresses }))
      for (const [position, { ip = "" }] of list.entries())
        warnIpAddress(ip, path.index(index).field(field).index(position).field("ip"), to);
}
