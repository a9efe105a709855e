import { dns1123SubdomainProblem } from "../../../names.ts";
import type { ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

/**
 * A Service of type ExternalName is an alias in DNS: a host, and no address.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateService
 */
export function validateExternalName(
  { externalName = "", clusterIPs = [], ipFamilies = [], ipFamilyPolicy }: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const alone = "a Service of type ExternalName has no address";
  if (clusterIPs.length > 0) to.forbidden(path.field("clusterIPs"), alone);
  if (ipFamilies.length > 0) to.forbidden(path.field("ipFamilies"), alone);
  if (ipFamilyPolicy !== undefined) to.forbidden(path.field("ipFamilyPolicy"), alone);
  const host = externalName.replace(/\.$/, "");
  if (host !== "") to.problem(path.field("externalName"), dns1123SubdomainProblem(host));
  else
    to.required(path.field("externalName"), "must name the host that is meant", "db.example.com");
}
