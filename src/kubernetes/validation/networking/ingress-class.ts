import { dns1123LabelProblem } from "../../names.ts";
import type { IngressClass, IngressClassParametersReference } from "../../types/networking.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { validateDomainPrefixedPath } from "../domain-prefixed-path.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateReference } from "./ingress-backend.ts";

const path = FieldPath.root.field("spec");
const LONGEST_CONTROLLER = 250;
const SCOPES = ["Cluster", "Namespace"];

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIngressClass */
export function validateIngressClass({ spec = {} }: Decoded<IngressClass>, to: Complaints): void {
  const { controller = "", parameters } = spec;
  const at = path.field("controller");
  if (Buffer.byteLength(controller) > LONGEST_CONTROLLER) to.tooLong(at, LONGEST_CONTROLLER);
  validateDomainPrefixedPath(controller, at, to);
  if (parameters) validateParameters(parameters, path.field("parameters"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressClassParametersReference */
function validateParameters(
  reference: Decoded<IngressClassParametersReference>,
  path: FieldPath,
  to: Complaints,
): void {
  validateReference(reference, path, to);
  const { scope = "Cluster", namespace } = reference;
  const at = path.field("namespace");
  if (!SCOPES.includes(scope)) to.unsupported(path.field("scope"), scope, SCOPES);
  else if (scope === "Cluster") {
    if (namespace !== undefined)
      to.forbidden(at, "the parameters are said to be of the whole cluster", "scope: Namespace");
  } else if (namespace === undefined) to.required(at, "must say where the parameters are");
  else to.problem(at, dns1123LabelProblem(namespace));
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateIngressClassSpecUpdate */
export function validateIngressClassUpdate(
  { spec = {} }: Decoded<IngressClass>,
  { spec: old = {} }: Decoded<IngressClass>,
  to: Complaints,
): void {
  validateImmutable(spec.controller, old.controller, path.field("controller"), to);
}
