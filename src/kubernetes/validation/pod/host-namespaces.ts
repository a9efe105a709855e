import type { PodSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { eachContainer } from "./each-container.ts";

/**
 * With users of its own (`hostUsers: false`) a pod can share nothing else with its node.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateHostUsers
 */
export function validateHostUsers(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  if (spec.hostUsers !== false) return;
  const why = "excludes hostUsers: false";
  if (spec.hostNetwork) to.forbidden(path.field("hostNetwork"), why);
  // Two of the three the server writes with a capital.
  if (spec.hostPID) to.forbidden(path.field("HostPID"), why);
  if (spec.hostIPC) to.forbidden(path.field("HostIPC"), why);
  if (to.minor < 34) return;
  eachContainer(spec, path, ({ volumeDevices = [] }, at) => {
    if (volumeDevices.length > 0) to.forbidden(at.field("volumeDevices"), why);
  });
}

/**
 * On the node's network a port of a container is a port of the node.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodHostNetworkDeps
 */
export function validateHostPorts(
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
  isTemplate: boolean,
): void {
  if (!spec.hostNetwork) return;
  for (const [index, { ports = [] }] of (spec.containers ?? []).entries()) {
    for (const [position, { hostPort = 0, containerPort = 0 }] of ports.entries()) {
      if (hostPort === containerPort || (isTemplate && hostPort === 0)) continue;
      to.invalid(
        path.field("containers").index(index).field("ports").index(position).field("hostPort"),
        `${hostPort} is not the containerPort, which it must be with hostNetwork`,
        `${containerPort}, or nothing`,
      );
    }
  }
}
