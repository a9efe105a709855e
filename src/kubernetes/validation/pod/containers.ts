import type { Container } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateContainer } from "./containers/container.ts";
import { validateEphemeralContainers } from "./containers/ephemeral.ts";
import { validateInitContainers } from "./containers/init.ts";
import { validateLifecycle } from "./containers/lifecycle.ts";
import { validateHostPorts } from "./containers/ports.ts";
import { validateProbes } from "./containers/probes.ts";
import { validateRestartPolicy } from "./containers/restart-policy.ts";
import type { PodContext } from "./context.ts";

/**
 * The containers, init containers and ephemeral containers of a pod.
 *
 * @param path of the pod's spec
 */
export function validateContainers(context: PodContext, path: FieldPath, to: Complaints): void {
  const { containers = [], initContainers, ephemeralContainers } = context.spec;
  validateRegularContainers(containers, context, path.field("containers"), to);
  if (initContainers)
    validateInitContainers(initContainers, context, path.field("initContainers"), to);
  if (ephemeralContainers)
    validateEphemeralContainers(
      ephemeralContainers,
      context,
      path.field("ephemeralContainers"),
      to,
    );
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainers */
function validateRegularContainers(
  containers: readonly Decoded<Container>[],
  context: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  if (containers.length === 0) to.required(path, "at least one must be given");
  const gracePeriod = context.spec.terminationGracePeriodSeconds;
  const names = new Set<string>();
  const hostPorts = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const at = path.index(index);
    const { name = "", lifecycle, ports } = container;
    validateContainer(container, context, at, to);
    if (name !== "" && names.has(name)) to.duplicate(at.field("name"), name);
    names.add(name);
    if (lifecycle) validateLifecycle(lifecycle, gracePeriod, at.field("lifecycle"), to);
    validateProbes(container, gracePeriod, at, to);
    validateRestartPolicy(container, at, to);
    if (ports) validateHostPorts(ports, hostPorts, at, to);
  }
}
