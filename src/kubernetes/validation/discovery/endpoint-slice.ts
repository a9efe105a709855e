import { dns1123LabelProblem } from "../../names.ts";
import type { EndpointPort, EndpointSlice } from "../../types/discovery.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { warnIpAddress } from "../ip-address.ts";
import { validateAppProtocol, validateProtocol } from "../port-protocol.ts";
import { validateEndpoint } from "./endpoint.ts";

const ADDRESS_TYPES = ["FQDN", "IPv4", "IPv6"];
const MOST_ENDPOINTS = 1000;
const MOST_PORTS = 20000;
const CONTROLLERS = ["endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"];

/** @see k8s.io/kubernetes/pkg/apis/discovery/validation/validation.go ValidateEndpointSlice */
export function validateEndpointSlice(
  { addressType = "", endpoints = [], ports = [] }: Decoded<EndpointSlice>,
  to: Complaints,
): void {
  const type = FieldPath.root.field("addressType");
  if (addressType === "") to.required(type, `must be one of ${ADDRESS_TYPES.join(", ")}`);
  else if (!ADDRESS_TYPES.includes(addressType)) to.unsupported(type, addressType, ADDRESS_TYPES);
  validatePorts(ports, FieldPath.root.field("ports"), to);
  const path = FieldPath.root.field("endpoints");
  if (endpoints.length > MOST_ENDPOINTS) to.tooMany(path, endpoints.length, MOST_ENDPOINTS);
  else
    for (const [index, endpoint] of endpoints.entries())
      validateEndpoint(endpoint, addressType, path.index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/discovery/validation/validation.go validatePorts */
function validatePorts(
  ports: readonly Decoded<EndpointPort>[],
  path: FieldPath,
  to: Complaints,
): void {
  if (ports.length > MOST_PORTS) {
    to.tooMany(path, ports.length, MOST_PORTS);
    return;
  }
  const names = new Set<string>();
  for (const [index, { name = "", protocol = "TCP", appProtocol }] of ports.entries()) {
    const at = path.index(index);
    if (name !== "") to.problem(at.field("name"), dns1123LabelProblem(name));
    if (names.has(name)) to.duplicate(at.field("name"), name);
    names.add(name);
    validateProtocol(protocol, at.field("protocol"), to);
    validateAppProtocol(appProtocol, at.field("appProtocol"), to);
  }
}

/** @see k8s.io/kubernetes/pkg/registry/discovery/endpointslice/strategy.go WarningsOnCreate */
export function warnEndpointSlice(slice: Decoded<EndpointSlice>, to: Complaints): void {
  // The field is not below a spec; the server says so.
  if (slice.addressType === "FQDN")
    to.warn(FieldPath.root.field("spec", "addressType"), "FQDN is deprecated");
  const manager = slice.metadata?.labels?.["endpointslice.kubernetes.io/managed-by"] ?? "";
  if (to.minor < 33 || CONTROLLERS.includes(manager)) return;
  const path = FieldPath.root.field("endpoints");
  for (const [index, { addresses = [] }] of (slice.endpoints ?? []).entries())
    for (const [position, address] of addresses.entries())
      warnIpAddress(address, path.index(index).field("addresses").index(position), to);
}

/** @see k8s.io/kubernetes/pkg/apis/discovery/validation/validation.go ValidateEndpointSliceUpdate */
export function validateEndpointSliceUpdate(
  { addressType }: Decoded<EndpointSlice>,
  old: Decoded<EndpointSlice>,
  to: Complaints,
): void {
  validateImmutable(addressType, old.addressType, FieldPath.root.field("addressType"), to);
}
