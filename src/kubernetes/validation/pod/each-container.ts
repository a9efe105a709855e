import type { Container, PodSpec } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * Every container of a pod with its path, in the server's order: init containers, containers,
 * ephemeral containers.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/pods/helpers.go VisitContainersWithPath
 */
export function eachContainer(
  spec: Decoded<PodSpec>,
  path: FieldPath,
  visit: (container: Decoded<Container>, path: FieldPath) => void,
): void {
  for (const list of ["initContainers", "containers", "ephemeralContainers"] as const) {
    const containers = spec[list];
    if (!containers) continue;
    const at = path.field(list);
    for (const [index, container] of containers.entries()) visit(container, at.index(index));
  }
}
