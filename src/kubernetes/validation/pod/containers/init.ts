import { quote } from "../../../text.ts";
import type { Container } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import type { PodContext } from "../context.ts";
import { validateContainer } from "./container.ts";
import { validateLifecycle } from "./lifecycle.ts";
import { validateHostPorts } from "./ports.ts";
import { validateProbes } from "./probes.ts";
import { validateInitRestartPolicy } from "./restart-policy.ts";

/** What only containers that keep running may have. */
const OF_RUNNING = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const;
/** Only containers that keep running may restart to be resized, since Kubernetes 1.36. */
const NO_RESTART_TO_RESIZE_SINCE = 36;

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateInitContainers */
export function validateInitContainers(
  containers: readonly Decoded<Container>[],
  context: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const names = new Set(context.spec.containers?.map(({ name = "" }) => name));
  for (const [index, container] of containers.entries()) {
    const at = path.index(index);
    const { name = "", ports, restartPolicy } = container;
    validateContainer(container, context, at, to);
    validateInitRestartPolicy(container, at, to);
    if (name !== "" && names.has(name)) to.duplicate(at.field("name"), name);
    names.add(name);
    // They run one after the other; the server names the first of them whichever it is.
    if (ports) validateHostPorts(ports, new Set(), path.index(0), to);
    if (restartPolicy === "Always") validateSidecar(container, context, at, to);
    else validateOneOff(container, at, to);
  }
}

function validateSidecar(
  container: Decoded<Container>,
  { spec }: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const gracePeriod = spec.terminationGracePeriodSeconds;
  const { lifecycle } = container;
  if (lifecycle) validateLifecycle(lifecycle, gracePeriod, path.field("lifecycle"), to);
  validateProbes(container, gracePeriod, path, to);
}

function validateOneOff(container: Decoded<Container>, path: FieldPath, to: Complaints): void {
  const { name = "", resizePolicy = [] } = container;
  const instead = "give restartPolicy: Always if it is to be a sidecar";
  for (const field of OF_RUNNING) {
    if (container[field])
      to.forbidden(path.field(field), `the init container ${quote(name)} runs to its end`, instead);
  }
  if (to.minor < NO_RESTART_TO_RESIZE_SINCE) return;
  for (const [index, policy] of resizePolicy.entries()) {
    if (policy.restartPolicy !== "RestartContainer") continue;
    const at = path.field("resizePolicy").index(index).field("restartPolicy");
    to.invalid(at, "only containers that keep running may be restarted", "NotRequired");
  }
}
