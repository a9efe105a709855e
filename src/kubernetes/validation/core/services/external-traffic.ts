import { portProblem } from "../../../ports.ts";
import type { ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const POLICIES = ["Cluster", "Local"];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateServiceExternalTrafficPolicy */
export function validateExternalTraffic(
  spec: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { externalTrafficPolicy: policy = "", healthCheckNodePort: port = 0 } = spec;
  const at = path.field("externalTrafficPolicy");
  if (!isExternal(spec)) {
    if (policy !== "")
      to.invalid(at, "nothing outside reaches this Service, so it can have no policy", "remove it");
  } else if (!POLICIES.includes(policy)) to.unsupported(at, policy, POLICIES);
  // Where a health check is needed and no port is given, the server chooses one.
  if (port === 0) return;
  if (needsHealthCheck(spec)) to.problem(path.field("healthCheckNodePort"), portProblem(port));
  else
    to.invalid(
      path.field("healthCheckNodePort"),
      "is for type LoadBalancer with externalTrafficPolicy Local only",
      "remove it",
    );
}

/** @see k8s.io/kubernetes/pkg/api/service/util.go ExternallyAccessible */
export function isExternal({ type, externalIPs = [] }: Decoded<ServiceSpec>): boolean {
  if (type === "LoadBalancer" || type === "NodePort") return true;
  return type === "ClusterIP" && externalIPs.length > 0;
}

/** @see k8s.io/kubernetes/pkg/api/service/util.go NeedsHealthCheck */
export function needsHealthCheck(spec: Decoded<ServiceSpec>): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}
