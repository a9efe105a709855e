import { dns1123LabelProblem } from "../../../names.ts";
import { portNameProblem, portProblem } from "../../../ports.ts";
import { quote } from "../../../text.ts";
import type { ServicePort, ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateAppProtocol, validateProtocol } from "../../port-protocol.ts";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateService */
export function validateServicePorts(
  { ports = [], type }: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const names = new Set<string>();
  const pairs = new Set<string>();
  for (const [index, each] of ports.entries()) {
    const at = path.field("ports").index(index);
    const { name = "", protocol = "", port = 0 } = each;
    if (name === "" && ports.length > 1)
      to.required(at.field("name"), "each of several ports needs a name");
    if (names.has(name)) to.duplicate(at.field("name"), name);
    if (name !== "") {
      to.problem(at.field("name"), dns1123LabelProblem(name));
      names.add(name);
    }
    validatePort(each, at, to);
    const pair = `${protocol} ${port}`;
    if (pairs.has(pair)) to.duplicate(at, pair);
    pairs.add(pair);
    if (type === "LoadBalancer" && port === KUBELET && to.minor < 33)
      to.invalid(at, `port ${KUBELET} is the kubelet's own and cannot be opened to the outside`);
  }
}

const KUBELET = 10250;

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateServicePort */
function validatePort(
  { port = 0, protocol = "", targetPort = port, appProtocol }: Decoded<ServicePort>,
  path: FieldPath,
  to: Complaints,
): void {
  to.problem(path.field("port"), portProblem(port));
  validateProtocol(protocol, path.field("protocol"), to);
  const target = path.field("targetPort");
  if (typeof targetPort === "number") to.problem(target, portProblem(targetPort));
  else if (/^[0-9]+$/.test(targetPort))
    to.invalid(target, `${quote(targetPort)} is text, so it means a port's name`, `${targetPort}`);
  else to.problem(target, portNameProblem(targetPort));
  validateAppProtocol(appProtocol, path.field("appProtocol"), to);
}
