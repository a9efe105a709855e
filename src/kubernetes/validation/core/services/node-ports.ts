import { portProblem } from "../../../ports.ts";
import type { Service, ServicePort, ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";

type Ports = readonly Decoded<ServicePort>[];

/**
 * Ports opened on every node. Which range a cluster keeps for them is its own; a dry run of the
 * server looks at no range at all.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateService
 */
export function validateNodePorts(
  spec: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { type, ports = [] } = spec;
  const seen = new Set<string>();
  for (const [index, { nodePort = 0, protocol = "" }] of ports.entries()) {
    if (nodePort === 0) continue;
    const at = path.field("ports").index(index).field("nodePort");
    if (type === "ClusterIP")
      to.forbidden(at, "a Service of type ClusterIP opens no port on nodes", "type: NodePort");
    const pair = `${protocol} ${nodePort}`;
    if (seen.has(pair)) to.duplicate(at, pair);
    else if (opensPorts(spec)) to.problem(at, portProblem(nodePort));
    seen.add(pair);
  }
}

/** Node ports that the server cannot give to a new Service, as two of its ports want them. */
export function validateNodePortClashes({ spec = {} }: Decoded<Service>, to: Complaints): void {
  if (!opensPorts(spec)) return;
  const { ports = [] } = spec;
  for (const index of clashes(ports))
    to.invalid(
      FieldPath.root.field("spec", "ports").index(index).field("nodePort"),
      `${ports[index]?.nodePort} is taken by another port of this Service already`,
    );
}

export function opensPorts({ type }: Decoded<ServiceSpec>): boolean {
  return type === "NodePort" || type === "LoadBalancer";
}

/**
 * The ports whose node port is open already for another. TCP and UDP of one port may share it.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/service/storage/alloc.go initNodePorts
 */
function clashes(ports: Ports): ReadonlySet<number> {
  const found = new Set<number>();
  const open = new Set<number>();
  // The same for one protocol is complained of as a duplicate.
  const pairs = new Set<string>();
  const byPort = new Map<number, number>();
  for (const [index, { port = 0, nodePort = 0, protocol = "" }] of ports.entries()) {
    const known = byPort.get(port);
    const wanted = known === undefined ? requested(port, ports) : nodePort;
    if (wanted === 0 || wanted === known) continue;
    const pair = `${protocol} ${wanted}`;
    if (open.has(wanted) && !pairs.has(pair)) found.add(index);
    pairs.add(pair);
    open.add(wanted);
    if (known === undefined) byPort.set(port, wanted);
  }
  return found;
}

function requested(port: number, ports: Ports): number {
  return (
    ports.find((each) => (each.port ?? 0) === port && (each.nodePort ?? 0) !== 0)?.nodePort ?? 0
  );
}
