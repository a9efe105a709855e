import {
  dns1035LabelProblem,
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  pathSegmentNameProblem,
} from "../../names.ts";
import { portNameProblem, portProblem } from "../../ports.ts";
import type { TypedLocalObjectReference } from "../../types/core.ts";
import type { IngressBackend, IngressServiceBackend } from "../../types/networking.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * Where a request goes: a port of a Service, or another object.
 *
 * @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressBackend
 */
export function validateBackend(
  { service, resource }: Decoded<IngressBackend>,
  path: FieldPath,
  to: Complaints,
): void {
  if (service && resource) to.invalid(path, "service and resource exclude each other");
  else if (resource) validateReference(resource, path.field("resource"), to);
  else if (service) validateService(service, path, to);
  else to.invalid(path, "names neither a service nor a resource");
}

function validateService(
  { name = "", port = {} }: Decoded<IngressServiceBackend>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("service");
  const nameProblem = to.minor >= 36 ? dns1123LabelProblem : dns1035LabelProblem;
  if (name === "") to.required(at.field("name"), "must name a Service");
  else to.problem(at.field("name"), nameProblem(name));
  const { name: portName = "", number = 0 } = port;
  if (portName !== "" && number !== 0)
    to.invalid(path, "a port is given by its name or by its number, not both");
  else if (portName !== "") to.problem(at.field("port", "name"), portNameProblem(portName));
  else if (number !== 0) to.problem(at.field("port", "number"), portProblem(number));
  else to.required(path, "needs a port of the Service", "port: { number: 80 }");
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressTypedLocalObjectReference */
export function validateReference(
  { apiGroup, kind = "", name = "" }: Decoded<TypedLocalObjectReference>,
  path: FieldPath,
  to: Complaints,
): void {
  if (apiGroup !== undefined) to.problem(path.field("apiGroup"), dns1123SubdomainProblem(apiGroup));
  for (const [field, text] of Object.entries({ kind, name })) {
    if (text === "") to.required(path.field(field));
    else to.problem(path.field(field), pathSegmentNameProblem(text));
  }
}
