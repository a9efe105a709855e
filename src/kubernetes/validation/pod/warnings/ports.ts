import { quote } from "../../../text.ts";
import type { ContainerPort, PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { eachContainer } from "../each-container.ts";

interface Placed {
  readonly port: Decoded<ContainerPort>;
  readonly path: FieldPath;
}

/**
 * Warns of ports of a pod that are there twice, or could be meant to be the same.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/warnings.go warningsForPodSpecAndMeta
 */
export function warnPorts(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const numbers = new Map<string, Placed[]>();
  const names = new Map<string, FieldPath>();
  eachContainer(spec, path, ({ ports = [] }, at) => {
    for (const [index, port] of ports.entries()) {
      const placed = { port, path: at.field("ports").index(index) };
      warnNumber(placed, numbers, to);
      if (to.minor >= 33) warnName(placed, names, to);
    }
  });
}

function warnNumber({ port, path }: Placed, known: Map<string, Placed[]>, to: Complaints): void {
  const { hostIP = "", hostPort = 0, containerPort = 0, protocol = "" } = port;
  if (hostIP !== "" && hostPort === 0) to.warn(path, "hostIP says nothing without hostPort");
  const key = `${containerPort}/${protocol}`;
  const others = known.get(key) ?? [];
  for (const { port: other, path: at } of others) {
    const { hostIP: otherIP = "", hostPort: otherPort = 0 } = other;
    if (hostIP === otherIP && hostPort === otherPort) to.warn(path, `is the same port as ${at}`);
    else if (hostPort === 0 || otherPort === 0) to.warn(path, `overlaps with ${at}`);
    else if (hostPort === otherPort && (hostIP === "") !== (otherIP === ""))
      to.warn(path, `is ambiguous with ${at}: one of the two has a hostIP`);
  }
  known.set(key, [...others, { port, path }]);
}

function warnName({ port, path }: Placed, known: Map<string, FieldPath>, to: Complaints): void {
  const { name = "" } = port;
  if (name === "") return;
  const first = known.get(name);
  if (first)
    to.warn(path, `${quote(name)} is the name of ${first} too, which is the one found by it`);
  else known.set(name, path);
}
