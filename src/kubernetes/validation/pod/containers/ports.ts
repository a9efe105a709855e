import { portNameProblem, portProblem, protocolProblem } from "../../../ports.ts";
import type { ContainerPort } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

type Ports = readonly Decoded<ContainerPort>[];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerPorts */
export function validatePorts(ports: Ports, path: FieldPath, to: Complaints): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = path.index(index);
    const { name = "", containerPort = 0, hostPort = 0, protocol = "" } = port;
    if (name !== "") {
      const problem = portNameProblem(name);
      if (problem !== undefined) to.invalid(at.field("name"), problem);
      else if (names.has(name)) to.duplicate(at.field("name"), name);
      names.add(name);
    }
    if (containerPort === 0) to.required(at.field("containerPort"));
    else to.problem(at.field("containerPort"), portProblem(containerPort));
    if (hostPort !== 0) to.problem(at.field("hostPort"), portProblem(hostPort));
    const problem = protocolProblem(protocol);
    if (problem !== undefined) to.add("unsupported", at.field("protocol"), problem);
  }
}

/**
 * No two ports want the same of the node. Containers that run side by side share `taken`.
 *
 * @param path of the container that is named
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go AccumulateUniqueHostPorts
 */
export function validateHostPorts(
  ports: Ports,
  taken: Set<string>,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, { hostPort = 0, hostIP = "", protocol = "" }] of ports.entries()) {
    if (hostPort === 0) continue;
    const wanted = `${protocol}/${hostIP}/${hostPort}`;
    if (taken.has(wanted)) {
      const on = hostIP === "" ? "" : ` of ${hostIP}`;
      const at = path.field("ports").index(index).field("hostPort");
      to.add("duplicate", at, `${protocol} port ${hostPort}${on} of the node is taken already`);
    }
    taken.add(wanted);
  }
}
