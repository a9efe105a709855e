import { dns1123SubdomainProblem, pathSegmentNameProblem } from "../../names.ts";
import type { IPAddress } from "../../types/networking.ts";
import { canonicalIpProblem } from "../canonical-ip.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";

const path = FieldPath.root.field("spec", "parentRef");

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIPAddress */
export function validateIPAddress({ metadata, spec }: Decoded<IPAddress>, to: Complaints): void {
  const name = metadata?.name ?? "";
  if (name !== "") to.problem(FieldPath.root.field("metadata", "name"), canonicalIpProblem(name));
  const prefix = metadata?.generateName ?? "";
  if (prefix !== "")
    to.problem(FieldPath.root.field("metadata", "generateName"), canonicalIpProblem(prefix));
  const { parentRef } = spec ?? {};
  if (!parentRef) {
    to.required(path, "must name the object that has the address");
    return;
  }
  const { group = "", resource = "", name: parent = "", namespace = "" } = parentRef;
  if (group !== "") to.problem(path.field("group"), dns1123SubdomainProblem(group));
  for (const [field, text] of Object.entries({ resource, name: parent })) {
    if (text === "") to.required(path.field(field));
    else to.problem(path.field(field), pathSegmentNameProblem(text));
  }
  if (namespace !== "") to.problem(path.field("namespace"), pathSegmentNameProblem(namespace));
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateIPAddressUpdate */
export function validateIPAddressUpdate(
  { spec }: Decoded<IPAddress>,
  { spec: old }: Decoded<IPAddress>,
  to: Complaints,
): void {
  validateImmutable(spec?.parentRef, old?.parentRef, path, to);
}
